package gangway.handover;

import gangway.Problem;
import gangway.machine.Machine;
import gangway.pci.Address;
import gangway.pci.Capability;
import gangway.pci.ConfigSpace;
import gangway.pci.PciBus;
import gangway.toolstack.PciBackend;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;

/**
 * The interrupt line of a function that a guest has released. libxl removes the line from the guest
 * together with the function, also if other functions of the guest share the line (do_pci_remove in
 * tools/libs/light/libxl_pci.c): their drivers get no interrupts any more, and a disk hangs.
 */
record InterruptLine(int domid, Address function) {

  /**
   * Checks that no other function of the guest uses the line.
   *
   * @throws Problem of kind FAILED if one does
   */
  void mustBeSpare(Machine machine) {
    OptionalInt line = number(machine, function);
    List<Address> losers =
        line.isEmpty()
            ? List.of()
            : machine.xenStore().flatMap(store -> PciBackend.read(store, domid)).stream()
                .flatMap(record -> record.entries().stream().filter(entry -> !record.letGo(entry)))
                .map(PciBackend.Entry::function)
                .filter(other -> !other.equals(function))
                .filter(other -> number(machine, other).equals(line) && listens(machine, other))
                .toList();
    if (!losers.isEmpty()) {
      throw Problem.failed(
          "%s, which the guest keeps, would lose its interrupts".formatted(losers.getFirst()),
          "detach that function in the same command; to proceed anyway: --force (its driver may"
              + " hang)",
          "%s uses interrupt line %d too, and Xen's tools remove the line with the function"
              .formatted(function, line.getAsInt()));
    }
  }

  private static OptionalInt number(Machine machine, Address function) {
    return machine.number(folder(function).resolve("irq"));
  }

  /** Whether the function uses its interrupt line: neither MSI nor MSI-X is enabled. */
  private static boolean listens(Machine machine, Address function) {
    return machine
        .readBytes(folder(function).resolve("config"))
        .map(bytes -> new ConfigSpace(bytes).capabilities())
        .filter(capabilities -> capabilities.stream().noneMatch(InterruptLine::messages))
        .isPresent();
  }

  private static boolean messages(Capability capability) {
    return switch (capability) {
      case Capability.Msi msi -> msi.enabled();
      case Capability.MsiX msiX -> msiX.enabled();
      default -> false;
    };
  }

  private static Path folder(Address function) {
    return PciBus.DEVICES.resolve(function.toString());
  }
}
