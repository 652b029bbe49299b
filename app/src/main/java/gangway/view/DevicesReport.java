package gangway.view;

import gangway.check.Carried;
import gangway.host.HostFunction;
import gangway.host.OperationsInProgress;
import gangway.machine.Machine;
import gangway.pci.PciAddress;
import gangway.pci.PciIds;
import gangway.pci.Placements;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Functions of a machine, and what a list of them shows.
 *
 * @param operations the operations that change functions
 * @param carries what a function carries, if the list shows it
 */
public record DevicesReport(
    List<HostFunction> functions,
    OperationsInProgress operations,
    PciIds names,
    Placements placements,
    Optional<Function<PciAddress, List<Carried>>> carries) {
  public DevicesReport {
    functions = List.copyOf(functions);
  }

  /**
   * Reads the names.
   *
   * @param carries what a function carries, if the list shows it
   */
  public static DevicesReport of(
      Machine machine,
      List<HostFunction> functions,
      OperationsInProgress operations,
      Placements placements,
      Optional<Function<PciAddress, List<Carried>>> carries) {
    return new DevicesReport(
        functions,
        operations,
        PciIds.of(machine, functions.stream().map(HostFunction::function)),
        placements,
        carries);
  }
}
