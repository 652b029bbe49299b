package gangway.boot.initramfs;

import gangway.machine.Machine;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The initramfs image of an installed kernel.
 *
 * @param kernel the kernel's release, as {@code uname -r} prints it
 */
record KernelImage(Path path, String kernel) {
  private static final Path BOOT = Path.of("/boot");

  /** The folder with a folder of modules for each installed kernel. */
  private static final Path MODULES = Path.of("/lib/modules");

  /** The file in Arch's folder of modules with the name of the kernel's package. */
  private static final String PACKAGE = "pkgbase";

  private static final Pattern KERNEL_FILE =
      Pattern.compile("/boot/vmlinuz-(?<name>[^/]+)|(?:/usr)?/lib/modules/(?<release>[^/]+)/.*");

  /**
   * The names of Debian, of Fedora and Arch, of Fedora before and XCP-ng, of SUSE, and of Alpine,
   * as grub-mkconfig searches them ({@code /etc/grub.d/20_linux_xen}).
   */
  private static final List<Pattern> NAMES =
      List.of(
          Pattern.compile("initrd\\.img-(?<kernel>.+)"),
          Pattern.compile("initramfs-(?<kernel>.+)\\.img"),
          Pattern.compile("initrd-(?<kernel>.+)\\.img"),
          Pattern.compile("initrd-(?<kernel>.+)"),
          Pattern.compile("initramfs-(?<kernel>.+)"));

  /** The kernel and image of Fedora's rescue entry, which hides nothing. */
  private static final String RESCUE = "0-rescue-";

  /** The ways in which a module can be compressed. */
  private static final List<String> COMPRESSIONS = List.of("", ".xz", ".zst", ".gz");

  /**
   * The images of the installed kernels. Rescue images, images of kdump and backups are left out:
   * no kernel is installed with such a name.
   */
  static List<KernelImage> all(Machine machine) {
    return machine.list(BOOT).stream().flatMap(name -> of(machine, name).stream()).toList();
  }

  private static Optional<KernelImage> of(Machine machine, String name) {
    for (Pattern pattern : NAMES) {
      Matcher match = pattern.matcher(name);
      if (match.matches() && isInstalled(machine, match.group("kernel"))) {
        String kernel = match.group("kernel");
        return Optional.of(
            new KernelImage(
                BOOT.resolve(name), release(machine, "/boot/vmlinuz-" + kernel).orElse(kernel)));
      }
    }
    return Optional.empty();
  }

  private static boolean isInstalled(Machine machine, String kernel) {
    return !kernel.startsWith(RESCUE)
        && (machine.exists(MODULES.resolve(kernel))
            || machine.exists(BOOT.resolve("vmlinuz-" + kernel)));
  }

  /**
   * The release of a kernel.
   *
   * @param kernel the file of the kernel, or its release
   */
  static Optional<String> release(Machine machine, String kernel) {
    Matcher file = KERNEL_FILE.matcher(kernel);
    if (!file.matches()) {
      return Optional.of(kernel).filter(name -> machine.exists(MODULES.resolve(name)));
    }
    String name = file.group("name") == null ? file.group("release") : file.group("name");
    return Optional.of(name)
        .filter(release -> machine.exists(MODULES.resolve(release)))
        .or(() -> ofPackage(machine, name));
  }

  /**
   * Arch names its images after the package of the kernel, Alpine after the last part of the
   * release. Empty if several releases match.
   */
  private static Optional<String> ofPackage(Machine machine, String name) {
    List<String> releases =
        machine.list(MODULES).stream()
            .filter(release ->
                release.endsWith("-" + name)
                    || machine
                        .read(MODULES.resolve(release).resolve(PACKAGE))
                        .filter(text -> text.strip().equals(name))
                        .isPresent())
            .toList();
    return releases.size() == 1 ? Optional.of(releases.getFirst()) : Optional.empty();
  }

  /** The modules of the kernel, from which an image can be built. */
  Path modules() {
    return MODULES.resolve(kernel);
  }

  boolean hasModules(Machine machine) {
    return machine.exists(modules().resolve("modules.dep"))
        || machine.exists(modules().resolve("modules.dep.bin"));
  }

  /** Whether pciback is a module of the kernel; otherwise the image cannot contain it. */
  boolean hasPciback(Machine machine) {
    return COMPRESSIONS.stream()
        .anyMatch(end ->
            machine.exists(
                modules().resolve("kernel/drivers/xen/xen-pciback/xen-pciback.ko" + end)));
  }

  /** Whether pciback is built into the kernel, which needs no module then. */
  boolean hasPcibackBuiltIn(Machine machine) {
    return machine.lines(modules().resolve("modules.builtin")).stream()
        .anyMatch(line -> line.endsWith("/xen-pciback.ko"));
  }
}
