package gangway.boot.initramfs;

import gangway.boot.ConfigDialect;
import gangway.machine.Machine;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A tool that Gangway does not support, or several tools of which it is not clear which one counts.
 *
 * @param why what was found, a clause
 * @param dialect what the administrator writes by hand, if it is known
 */
record UnsupportedGenerator(String why, Optional<ConfigDialect> dialect) implements NotRebuilt {
  private static final List<Path> PROGRAMS =
      List.of(Path.of("/usr/bin/genkernel"), Path.of("/usr/bin/booster"), Path.of("/usr/bin/ugrd"));

  private static final Path BOOT = Path.of("/boot");

  UnsupportedGenerator(String why) {
    this(why, Optional.empty());
  }

  /**
   * The program of such a tool, or an image in {@code /boot} that an unknown tool built. The images
   * of mkinitrd on RHEL 5, where modprobe is not kmod, do not matter, see {@link NoInitramfs}.
   */
  static Optional<UnsupportedGenerator> find(Machine machine) {
    return PROGRAMS.stream()
        .filter(machine::exists)
        .findFirst()
        .or(() -> image(machine))
        .map(found ->
            new UnsupportedGenerator(
                "neither update-initramfs nor dracut is installed, but this host has " + found));
  }

  private static Optional<Path> image(Machine machine) {
    boolean kmod =
        machine
            .real(Path.of("/sbin/modprobe"))
            .filter(program -> program.endsWith("kmod"))
            .isPresent();
    return kmod
        ? machine.list(BOOT).stream()
            .filter(name -> name.matches("(initramfs|initrd|booster)[-.].*"))
            .findFirst()
            .map(BOOT::resolve)
        : Optional.empty();
  }

  @Override
  public Optional<String> obstacle() {
    return Optional.of(why);
  }

  @Override
  public Optional<String> byHand() {
    return Optional.of("then rebuild the initramfs");
  }

  @Override
  public String toString() {
    return "unsupported";
  }
}
