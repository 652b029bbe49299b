package gangway.service.resource;

import gangway.check.Carried;
import gangway.host.HostFunction;
import gangway.host.Inventory;
import gangway.host.Observer;
import gangway.machine.Machine;
import gangway.pci.PciAddress;
import gangway.pci.Placements;
import gangway.view.CarriedUses;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Reads a host for viewers. One reading at a time, because a machine has one connection to
 * XenStore, which several threads must not use.
 */
final class HostReader {
  private final Supplier<Machine> machine;
  private final ReentrantLock lock = new ReentrantLock();

  /**
   * A reader.
   *
   * @param machine the host; asked once for each reading
   */
  HostReader(Supplier<Machine> machine) {
    this.machine = machine;
  }

  /** The functions and their owners. */
  ViewedInventory inventory() {
    return alone(present -> {
      Inventory inventory = new Observer(present).inventory();
      return new ViewedInventory(
          inventory, Placements.read(present, inventory.stream().map(HostFunction::address)));
    });
  }

  /** What the functions carry. */
  ViewedUses uses(Inventory inventory) {
    return alone(present -> {
      CarriedUses uses = CarriedUses.read(new Observer(present), inventory);
      Map<PciAddress, List<Carried>> carried = new HashMap<>();
      inventory.stream()
          .map(HostFunction::address)
          .forEach(function -> carried.put(function, uses.on(function)));
      return new ViewedUses(carried);
    });
  }

  private <T> T alone(Function<Machine, T> reading) {
    lock.lock();
    try {
      return reading.apply(machine.get());
    } finally {
      lock.unlock();
    }
  }
}
