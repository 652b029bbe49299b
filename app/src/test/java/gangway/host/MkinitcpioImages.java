package gangway.host;

import gangway.machine.Result;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What mkinitcpio does on a host, by mkinitcpio(8), mkinitcpio.conf(5), and its scripts: a
 * stand-in, which knows the arrays MODULES, FILES and HOOKS, the hooks modconf and systemd, and the
 * presets.
 */
public final class MkinitcpioImages {
  public static final String IMAGE = "boot/initramfs-linux.img";
  public static final String FALLBACK = "boot/initramfs-linux-fallback.img";
  public static final String SETTINGS = "etc/mkinitcpio.conf";
  public static final String PRESET = "etc/mkinitcpio.d/linux.preset";
  public static final String PROGRAM = "usr/bin/mkinitcpio";
  public static final String MODULE =
      "lib/modules/" + PlainDom0.KERNEL + "/kernel/drivers/xen/xen-pciback/xen-pciback.ko.zst";

  private static final String DROP_INS = "etc/mkinitcpio.conf.d";
  private static final Pattern ARRAY =
      Pattern.compile("(?m)^(?<name>[A-Z]+)(?<more>\\+?)=\\((?<words>[^)]*)\\)");
  private static final Pattern IMAGES = Pattern.compile("(?m)^\\w+_image=\"/(.*)\"");

  private final HostFiles files;

  MkinitcpioImages(HostFiles files) {
    this.files = files;
  }

  /** Gives a host mkinitcpio in place of initramfs-tools, with the kernel package linux of Arch. */
  public static GuideHost install(GuideHost host) {
    String modules = "lib/modules/" + PlainDom0.KERNEL;
    host.without("usr/sbin/update-initramfs")
        .without(PlainDom0.IMAGE)
        .put(PROGRAM, "_d_config=\"${_f_config}.d\"\ncompressout=\"$out\".tmp\n")
        .put(
            SETTINGS,
            """
            # vim:set ft=sh:
            MODULES=()
            BINARIES=()
            FILES=()
            HOOKS=(base udev autodetect microcode modconf block filesystems fsck)
            """)
        .put(
            PRESET,
            """
            # mkinitcpio preset file for the 'linux' package
            #ALL_config="/etc/mkinitcpio.conf"
            ALL_kver="/boot/vmlinuz-linux"

            PRESETS=('default' 'fallback')

            default_image="/boot/initramfs-linux.img"
            fallback_image="/boot/initramfs-linux-fallback.img"
            fallback_options="-S autodetect"
            """)
        .put("boot/vmlinuz-linux", "")
        .put(modules + "/pkgbase", "linux\n")
        .put(MODULE, "")
        .answer("stat -L -c %%s /%s /%s".formatted(IMAGE, FALLBACK), "41943040\n83886080\n");
    build(host);
    return host;
  }

  /** Builds all images of a host. */
  public static void build(GuideHost host) {
    new MkinitcpioImages(host.files()).buildAll();
  }

  /** {@code mkinitcpio -P}; whether it can. */
  boolean buildAll() {
    if (words("MODULES").contains("xen-pciback") && !files.exists(MODULE)) {
      return false;
    }
    IMAGES
        .matcher(files.text(PRESET))
        .results()
        .map(match -> match.group(1))
        .forEach(image -> files.put(image, image().toString()));
    return true;
  }

  private ImageText image() {
    List<String> modules = words("MODULES");
    ImageText image =
        new ImageText()
            .add("buildconfig", String.join("\n", settings()))
            .add("init", "#!/usr/bin/ash\n")
            .add(
                "config",
                modules.isEmpty()
                    ? "EARLYHOOKS=\"udev\"\n"
                    : "MODULES=\"%s\"\nEARLYHOOKS=\"udev\"\n"
                        .formatted(String.join(" ", modules).replace('-', '_')));
    if (modules.contains("xen-pciback")) {
      image.add("usr/" + MODULE, "ELF\n");
    }
    if (words("HOOKS").contains("systemd")) {
      image
          .add("usr/lib/systemd/systemd", "ELF\n")
          .add("etc/modules-load.d/MODULES.conf", String.join("\n", modules) + "\n");
    }
    if (words("HOOKS").contains("modconf")) {
      names("etc/modprobe.d").forEach(file -> image.add(file, files.text(file)));
    }
    words("FILES").stream()
        .map(file -> file.substring(1))
        .forEach(file -> image.add(file, files.text(file)));
    return image;
  }

  private List<String> words(String array) {
    List<String> words = new ArrayList<>();
    for (String text : settings()) {
      Matcher found = ARRAY.matcher(text);
      while (found.find()) {
        if (found.group("name").equals(array)) {
          if (found.group("more").isEmpty()) {
            words.clear();
          }
          words.addAll(Stream.of(found.group("words").split("\\s+")).toList());
        }
      }
    }
    words.removeIf(String::isEmpty);
    return words;
  }

  private List<String> settings() {
    boolean dropIns =
        files.text(PROGRAM).contains("_d_config")
            && files.text(PRESET).lines().noneMatch(line -> line.startsWith("ALL_config="));
    return Stream.concat(
            Stream.of(SETTINGS), dropIns ? names(DROP_INS).stream() : Stream.<String>empty())
        .map(files::text)
        .toList();
  }

  private List<String> names(String folder) {
    return files.machine().list(Path.of("/" + folder)).stream()
        .filter(name -> name.endsWith(".conf"))
        .sorted()
        .map(name -> folder + "/" + name)
        .toList();
  }

  /** {@code lsinitcpio -c IMAGE}. */
  Result configuration(String image) {
    return Optional.of(files.text(image))
        .filter(ImageText::isImage)
        .map(text -> ImageText.of(text).files().get("buildconfig"))
        .map(text -> new Result(0, text, ""))
        .orElse(new Result(1, "", "Failed to extract config from image"));
  }
}
