package gangway.host;

import gangway.machine.Machine;
import gangway.pci.PciAddress;
import gangway.pci.PciBus;
import gangway.pci.PciFunction;
import gangway.pci.PciFunctions;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The bridges of a machine and the buses below them. */
public final class Topology {
  private final Map<PciAddress, Bridge> byAddress = new LinkedHashMap<>();

  /** By the first possible address on the bus directly below. */
  private final Map<PciAddress, Bridge> byBus = new LinkedHashMap<>();

  /**
   * A bridge and the buses below it.
   *
   * @param first the bus directly below it
   * @param last the highest bus number below it
   */
  public record Bridge(PciAddress address, int first, int last) {

    /** Whether a function is below it, at any depth. */
    public boolean above(PciAddress function) {
      return function.domain() == address.domain()
          && first <= function.bus()
          && function.bus() <= last;
    }
  }

  Topology(Collection<Bridge> bridges) {
    for (Bridge bridge : bridges) {
      byAddress.put(bridge.address(), bridge);
      byBus.putIfAbsent(onBus(bridge.address().domain(), bridge.first()), bridge);
    }
  }

  /** Reads the bus numbers of all bridges; a bridge with contradictory numbers is left out. */
  static Topology read(Machine machine, PciFunctions functions) {
    PciBus bus = new PciBus(machine);
    Map<PciAddress, Bridge> bridges = new LinkedHashMap<>();
    for (PciFunction function : functions) {
      if (function.type().bridge()) {
        bus.busesBelow(function)
            .filter(buses -> below(buses.first(), buses.last()))
            .ifPresent(buses ->
                bridges.put(
                    function.address(),
                    new Bridge(function.address(), buses.first(), buses.last())));
      }
    }
    return new Topology(bridges.values());
  }

  /** The bridge at an address, if it is a bridge. */
  public Optional<Bridge> at(PciAddress bridge) {
    return Optional.ofNullable(byAddress.get(bridge));
  }

  /** The bridge directly above a function's bus. */
  public Optional<Bridge> over(PciAddress function) {
    return Optional.ofNullable(byBus.get(onBus(function.domain(), function.bus())));
  }

  private static PciAddress onBus(int domain, int number) {
    return new PciAddress(domain, number, 0, 0);
  }

  private static boolean below(int first, int last) {
    return first > 0 && first <= last && last <= 0xff;
  }
}
