package gangway.host;

import gangway.machine.Result;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What dracut and lsinitrd do on a host. dracut is not "hostonly", so it leaves /etc/modprobe.d
 * out.
 */
public final class DracutImages {
  private static final String SETTINGS = "etc/dracut.conf.d";
  private static final String MODULE = "usr/lib/dracut/modules.d/90gangway";
  private static final Pattern ITEM = Pattern.compile("install_items\\+=\" /([^ ]+) \"");
  private static final Pattern DRIVER = Pattern.compile("force_drivers\\+=\" ([^ ]+) \"");

  private final HostFiles files;

  DracutImages(HostFiles files) {
    this.files = files;
  }

  /** Gives a host dracut in place of initramfs-tools; its image is built without any settings. */
  public static GuideHost install(GuideHost host) {
    String modules = "lib/modules/" + PlainDom0.KERNEL;
    host.without("usr/sbin/update-initramfs")
        .put("usr/bin/dracut", "")
        .put(modules + "/modules.dep", "")
        .put(modules + "/kernel/drivers/xen/xen-pciback/xen-pciback.ko.xz", "");
    new DracutImages(host.files()).build(PlainDom0.IMAGE, PlainDom0.KERNEL);
    return host;
  }

  /** Builds an image for a kernel. */
  void build(String image, String kernel) {
    ImageText text = new ImageText().add("usr/lib/dracut/modules.txt", "systemd\nkernel-modules\n");
    found(ITEM).stream().filter(files::exists).forEach(item -> text.add(item, files.text(item)));
    for (String driver : found(DRIVER)) {
      text.add(
          "usr/lib/modules/%s/kernel/drivers/xen/xen-pciback/%s.ko"
              .formatted(kernel, driver.replace('_', '-')),
          "ELF\n");
      text.add("etc/cmdline.d/20-force_drivers.conf", "rd.driver.pre=" + driver + "\n");
    }
    if (files.exists(MODULE + "/module-setup.sh")) {
      text.add(
          "usr/lib/dracut/hooks/initqueue/settled/90-gangway-give-back.sh",
          files.text(MODULE + "/gangway-give-back.sh"));
    }
    files.put(image, text.toString());
  }

  private List<String> found(Pattern pattern) {
    return files.machine().list(Path.of("/" + SETTINGS)).stream()
        .map(name -> files.text(SETTINGS + "/" + name))
        .flatMap(text -> pattern.matcher(text).results())
        .map(match -> match.group(1))
        .toList();
  }

  /** {@code lsinitrd IMAGE}. */
  Result listing(String image) {
    return answer(
        image,
        "Image: /%s: 18M\ndracut modules:\nsystemd\n====\n".formatted(image)
            + ImageText.of(files.text(image)).files().keySet().stream()
                .map(
                    name -> "-rw-r--r--   1 root     root          100 Jan  1  1970 " + name + "\n")
                .collect(Collectors.joining())
            + "====\n");
  }

  /** {@code lsinitrd -f FILE IMAGE}: nothing if the image does not have the file. */
  Result content(String image, String file) {
    return answer(image, ImageText.of(files.text(image)).files().getOrDefault(file, ""));
  }

  private Result answer(String image, String out) {
    return files.exists(image) ? new Result(0, out, "") : new Result(1, "", "does not exist");
  }
}
