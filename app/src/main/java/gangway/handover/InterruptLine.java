package gangway.handover;

import gangway.Problem;
import gangway.machine.Machine;
import gangway.pci.Address;
import gangway.pci.Capability;
import gangway.pci.ConfigSpace;
import gangway.pci.PciBus;
import gangway.toolstack.Assignment;
import gangway.toolstack.AssignmentProtocol;
import gangway.toolstack.PciBackend;
import gangway.xenstore.XenStoreView;
import java.util.List;
import java.util.OptionalInt;

/**
 * The interrupt line of a function that a guest has let go of. libxl takes it from the guest with
 * the function, and so from all that share it (do_pci_remove in tools/libs/light/libxl_pci.c): a
 * driver that still listens there hears nothing any more, and a disk hangs.
 *
 * <p>See docs/decisions/0018-release-all-before-taking.md.
 */
record InterruptLine(int domid, Address function) {

  /** See that nothing else in the guest needs it. */
  void mustBeSpare(Machine machine) {
    OptionalInt line = number(machine, function);
    List<Address> losers =
        line.isEmpty()
            ? List.of()
            : machine.xenStore().map(this::notReleased).orElse(List.of()).stream()
                .filter(other -> !other.equals(function))
                .filter(other -> number(machine, other).equals(line) && listens(machine, other))
                .toList();
    if (!losers.isEmpty()) {
      throw Problem.failed(
          "%s, which the guest keeps, would lose its interrupt".formatted(losers.getFirst()),
          "take that one in the same command, too; or add --force, if it may hang",
          "%s shares interrupt line %d with it, and Xen's tools take the line with the function"
              .formatted(function, line.getAsInt()));
    }
  }

  /** The functions on record for the guest that it has not released. */
  private List<Address> notReleased(XenStoreView store) {
    AssignmentProtocol protocol = AssignmentProtocol.forReading(store, domid);
    return PciBackend.read(store, domid).stream()
        .flatMap(record ->
            record.entries().stream()
                .filter(entry -> protocol.assignment(record, entry) != Assignment.RELEASED))
        .map(PciBackend.Entry::function)
        .toList();
  }

  private static OptionalInt number(Machine machine, Address function) {
    return machine.number(PciBus.folder(function).resolve("irq"));
  }

  /** Whether it is not by messages that it interrupts. */
  private static boolean listens(Machine machine, Address function) {
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
