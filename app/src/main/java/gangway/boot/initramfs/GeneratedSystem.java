package gangway.boot.initramfs;

import gangway.boot.ConfigDialect;
import gangway.machine.Machine;
import gangway.machine.MountTable;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Systems whose settings and images come from a description or from a snapshot: a change of the
 * running system is lost at the next boot, or impossible. Only their own tools change them.
 */
final class GeneratedSystem {
  private static final Path NIXOS = Path.of("/etc/NIXOS");
  private static final Path TRANSACTIONS = Path.of("/usr/sbin/transactional-update");

  private GeneratedSystem() {}

  static Optional<UnsupportedGenerator> find(Machine machine) {
    if (machine.exists(NIXOS)) {
      return Optional.of(
          new UnsupportedGenerator(
              "NixOS generates modprobe's files and the initramfs (%s): set".formatted(NIXOS)
                  + " boot.initrd.kernelModules = [ \"xen-pciback\" ] and boot.extraModprobeConfig"
                  + " as 'gangway boot-config ADDRESS...' prints them, then 'nixos-rebuild boot'",
              Optional.of(ConfigDialect.NIXOS)));
    }
    return machine.exists(TRANSACTIONS) && rootIsReadOnly(machine)
        ? Optional.of(
            new UnsupportedGenerator(
                "the root file system is a read-only snapshot (%s): write the files that 'gangway"
                        .formatted(TRANSACTIONS)
                    + " boot-config ADDRESS...' prints, then 'transactional-update initrd' and"
                    + " reboot",
                Optional.of(ConfigDialect.TRANSACTIONAL_UPDATE)))
        : Optional.empty();
  }

  private static boolean rootIsReadOnly(Machine machine) {
    return MountTable.read(machine)
        .having(Path.of("/"))
        .filter(MountTable.Mount::readOnly)
        .isPresent();
  }
}
