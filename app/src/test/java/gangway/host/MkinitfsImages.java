package gangway.host;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What mkinitfs does on a host, by its script: a stand-in, which knows the variable features= and
 * the files of features.
 */
public final class MkinitfsImages {
  public static final String IMAGE = "boot/initramfs-amd64";
  public static final String SETTINGS = "etc/mkinitfs/mkinitfs.conf";

  /** mkinitfs copies programs by this one, and does not see it if it fails. */
  public static final String LDDTREE = "usr/bin/lddtree";

  public static final String FEATURES = "etc/mkinitfs/features.d";

  private static final String MODULE =
      "lib/modules/" + PlainDom0.KERNEL + "/kernel/drivers/xen/xen-pciback/xen-pciback.ko.gz";
  private static final Pattern ASSIGNMENT = Pattern.compile("(?m)^features=\"(.*)\"");

  private final HostFiles files;

  MkinitfsImages(HostFiles files) {
    this.files = files;
  }

  /** Gives a host mkinitfs in place of initramfs-tools, with names of files as on Alpine. */
  public static GuideHost install(GuideHost host) {
    host.without("usr/sbin/update-initramfs")
        .without(PlainDom0.IMAGE)
        .put("sbin/mkinitfs", "#!/bin/sh\n")
        .put(SETTINGS, "features=\"ata base ext4 keymap kms mmc nvme raid scsi usb virtio\"\n")
        .put(FEATURES + "/ata.modules", "kernel/drivers/ata/*.ko*\n")
        .put(
            FEATURES + "/base.files",
            "/bin/busybox\n/bin/sh\n/sbin/modprobe\n/etc/modprobe.d/*.conf\n")
        .put(LDDTREE, "")
        .put("boot/vmlinuz-amd64", "")
        .put("lib/modules/" + PlainDom0.KERNEL + "/modules.dep", "")
        .put(MODULE, "")
        .answer("stat -L -c %s /" + IMAGE, "41943040\n");
    new MkinitfsImages(host.files()).build(IMAGE);
    return host;
  }

  /** {@code mkinitfs -o IMAGE RELEASE}. */
  void build(String file) {
    ImageText image =
        new ImageText()
            .add("init", "echo \"Alpine Init $VERSION\" > \"$ROOT\"/dev/kmsg\n")
            .add("bin/kmod", "ELF\n")
            .add("lib/modules/" + PlainDom0.KERNEL + "/modules.dep.bin", "\n");
    if (files.exists(LDDTREE)) {
      image.add("bin/busybox", "ELF\n");
    }
    List<String> features = features();
    if (features.contains("base")) {
      files.machine().list(Path.of("/etc/modprobe.d")).stream()
          .map(name -> "etc/modprobe.d/" + name)
          .forEach(name -> image.add(name, files.text(name)));
    }
    lines(features, "files")
        .map(name -> name.substring(1))
        .filter(files::exists)
        .forEach(name -> image.add(name, files.text(name)));
    if (lines(features, "modules").anyMatch(line -> line.contains("xen-pciback.ko"))) {
      image.add(MODULE, "ELF\n");
    }
    files.put(file, image.toString());
  }

  private Stream<String> lines(List<String> features, String suffix) {
    return features.stream()
        .map(feature -> FEATURES + "/" + feature + "." + suffix)
        .flatMap(file -> files.text(file).lines());
  }

  private List<String> features() {
    String features = "";
    Matcher assignment = ASSIGNMENT.matcher(files.text(SETTINGS));
    while (assignment.find()) {
      features = assignment.group(1).replace("$features", features);
    }
    return List.of(features.split(" "));
  }
}
