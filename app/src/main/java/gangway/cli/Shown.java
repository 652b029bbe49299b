package gangway.cli;

import gangway.host.HostFunction;
import gangway.host.Inventory;
import gangway.host.Observer;
import gangway.host.Transit;
import gangway.host.Transits;
import gangway.host.Xen;
import gangway.machine.Machine;
import gangway.pci.Details;
import gangway.pci.Function;
import gangway.pci.PciBus;
import gangway.pci.PciIds;
import gangway.xen.guest.GuestAgent.Sight;
import gangway.xen.guest.GuestSights;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Everything about one function.
 *
 * @param transit the operation that changes the function, in progress or interrupted
 * @param xen empty if the machine is not a Xen host
 * @param inside what the guest that has the function sees of it
 */
record Shown(
    HostFunction host,
    Optional<Transit> transit,
    Details details,
    PciIds names,
    Optional<Xen> xen,
    Sight inside) {

  /**
   * Observes a function.
   *
   * @param meant the function as the operator names it
   */
  static Shown of(Machine machine, String meant) {
    Inventory inventory = new Observer(machine).inventory();
    Function function = inventory.functions().meant(meant);
    return new Shown(
        inventory.of(function),
        Transits.read(machine).of(function.address()),
        new PciBus(machine).details(function, inventory.functions()),
        PciIds.of(machine, Stream.of(function)),
        Xen.of(machine),
        GuestSights.read(machine, inventory.domains()).of(function.address()));
  }
}
