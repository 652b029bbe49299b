package gangway.boot.initramfs;

import gangway.machine.Machine;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A tool that Gangway does not support. */
record UnsupportedGenerator() implements NotRebuilt {
  private static final List<Path> PROGRAMS =
      List.of(
          Path.of("/usr/bin/dracut"),
          Path.of("/sbin/dracut"),
          Path.of("/usr/bin/mkinitcpio"),
          Path.of("/sbin/mkinitfs"));

  static boolean isInstalled(Machine machine) {
    return PROGRAMS.stream().anyMatch(machine::exists);
  }

  @Override
  public Optional<String> obstacle() {
    return Optional.of("update-initramfs is not installed, but another initramfs tool is");
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
