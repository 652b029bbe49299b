package gangway.passthrough;

import gangway.Problem;
import gangway.machine.Machine;
import gangway.pci.Capability;
import gangway.pci.ConfigSpace;
import gangway.pci.PciAddress;
import gangway.pci.PciBus;
import gangway.xen.protocol.Assignment;
import gangway.xen.protocol.AssignmentProtocol;
import gangway.xen.protocol.PciBackend;
import gangway.xenstore.XenStoreView;
import java.util.List;
import java.util.OptionalInt;

/**
 * The interrupt line of a function that a guest has released. libxl removes the line from the guest
 * together with the function, also if other functions of the guest share the line (do_pci_remove in
 * tools/libs/light/libxl_pci.c): their drivers get no interrupts any more, and a disk hangs.
 *
 * <p>See docs/decisions/0018-release-all-before-taking.md.
 */
record InterruptLine(int domid, PciAddress function) {

  /**
   * Checks that no other function of the guest uses the line.
   *
   * @throws Problem of kind FAILED if one does
   */
  void mustBeSpare(Machine machine) {
    OptionalInt line = number(machine, function);
    List<PciAddress> losers =
        line.isEmpty()
            ? List.of()
            : machine.xenStore().map(this::notReleased).orElse(List.of()).stream()
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

  /** The functions on record for the guest that it has not released. */
  private List<PciAddress> notReleased(XenStoreView store) {
    AssignmentProtocol protocol = AssignmentProtocol.forReading(store, domid);
    return PciBackend.read(store, domid).stream()
        .flatMap(record ->
            record.entries().stream()
                .filter(entry -> protocol.assignment(record, entry) != Assignment.RELEASED))
        .map(PciBackend.Entry::function)
        .toList();
  }

  private static OptionalInt number(Machine machine, PciAddress function) {
    return machine.number(PciBus.folder(function).resolve("irq"));
  }

  /** Whether the function uses its interrupt line: neither MSI nor MSI-X is enabled. */
  private static boolean listens(Machine machine, PciAddress function) {
    return machine
        .readBytes(PciBus.folder(function).resolve("config"))
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
}
