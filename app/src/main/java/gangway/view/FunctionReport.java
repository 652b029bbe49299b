package gangway.view;

import gangway.check.Carried;
import gangway.host.HostFunction;
import gangway.host.Inventory;
import gangway.host.Observer;
import gangway.host.OperationInProgress;
import gangway.host.OperationsInProgress;
import gangway.host.Xen;
import gangway.machine.Machine;
import gangway.pci.Details;
import gangway.pci.PciBus;
import gangway.pci.PciFunction;
import gangway.pci.PciIds;
import gangway.xen.guest.GuestAgent.FunctionInGuest;
import gangway.xen.guest.GuestViews;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Everything about one function.
 *
 * @param transit the operation that changes the function, in progress or interrupted
 * @param xen empty if the machine is not a Xen host
 * @param inside what the guest that has the function sees of it
 * @param carries what dom0, its guests and its users have on it
 */
public record FunctionReport(
    HostFunction host,
    Optional<OperationInProgress> transit,
    Details details,
    PciIds names,
    Optional<Xen> xen,
    FunctionInGuest inside,
    List<Carried> carries) {
  public FunctionReport {
    carries = List.copyOf(carries);
  }

  /**
   * Observes a function.
   *
   * @param meant the function as the operator names it
   */
  public static FunctionReport of(Machine machine, String meant) {
    Observer observer = new Observer(machine);
    Inventory inventory = observer.inventory();
    PciFunction function = inventory.functions().meant(meant);
    return new FunctionReport(
        inventory.of(function),
        OperationsInProgress.read(machine).of(function.address()),
        new PciBus(machine).details(function, inventory.functions()),
        PciIds.of(machine, Stream.of(function)),
        observer.xen(),
        GuestViews.read(machine, inventory.domains()).of(function.address()),
        CarriedUses.read(observer, inventory).on(function.address()));
  }
}
