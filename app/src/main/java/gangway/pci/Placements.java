package gangway.pci;

import gangway.machine.Machine;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Where functions are in the tree of a machine's functions. */
public record Placements(Map<PciAddress, Placement> byFunction) {
  private static final Placement UNKNOWN = new Placement(List.of(), Optional.empty());

  public Placements {
    byFunction = Map.copyOf(byFunction);
  }

  /**
   * Reads a link for each function, and the bridges above for each bus only: the kernel puts all
   * functions of a bus, also virtual ones, into the folder of its bridge (pci_bus.bridge in Linux).
   */
  public static Placements read(Machine machine, Stream<PciAddress> functions) {
    PciBus bus = new PciBus(machine);
    Map<PciAddress, List<PciAddress>> paths = new HashMap<>();
    Map<PciAddress, Placement> all = new HashMap<>();
    functions.forEach(function -> {
      PciAddress onBus = new PciAddress(function.domain(), function.bus(), 0, 0);
      all.put(
          function,
          new Placement(
              paths.computeIfAbsent(onBus, _ -> bus.path(function)),
              bus.physicalFunction(function)));
    });
    return new Placements(all);
  }

  /** Where a function is; without bridges if the function was not read. */
  public Placement of(PciAddress function) {
    return byFunction.getOrDefault(function, UNKNOWN);
  }
}
