package gangway.host;

import gangway.machine.Machine;
import gangway.pci.PciAddress;
import gangway.pci.PciBus;
import java.util.HashMap;
import java.util.Map;

/**
 * Tells the parts of a chipset or processor, which nobody assigns to a guest, from devices. A large
 * server has some 400 of them.
 */
public final class ChipsetParts {
  private final PciBus bus;

  /** Whether a bus is a root bus, by the first possible address on it; add-in cards are on none. */
  private final Map<PciAddress, Boolean> roots = new HashMap<>();

  public ChipsetParts(Machine machine) {
    bus = new PciBus(machine);
  }

  /** Whether a function is one. What pciback or a guest has, or a hide list names, is never one. */
  public boolean include(HostFunction function) {
    boolean ofDom0 =
        switch (function.owner()) {
          case Owner.Dom0 _, Owner.Nobody _ -> function.namedIn().isEmpty();
          case Owner.Pciback _, Owner.Guest _, Owner.Arriving _, Owner.Inconsistent _ -> false;
        };
    boolean driven = function.owner() instanceof Owner.Dom0;
    return ofDom0
        && (function.function().type().bridge()
            || (function.function().type().chipset(driven) && onRootBus(function.address())));
  }

  private boolean onRootBus(PciAddress function) {
    return roots.computeIfAbsent(
        new PciAddress(function.domain(), function.bus(), 0, 0), _ -> bus.path(function).isEmpty());
  }
}
