package gangway.host;

import gangway.machine.Machine;
import gangway.pci.Address;
import gangway.pci.Function;
import gangway.pci.Functions;
import gangway.pci.PciBus;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How the buses hang on one another.
 *
 * @param bridges every bridge, by address
 */
public record Topology(List<Bridge> bridges) {

  /**
   * A bridge and the buses below it.
   *
   * @param first the bus right below it
   * @param last the highest number of a bus below it
   */
  public record Bridge(Address address, int first, int last) {

    /** Whether a function is below it, on whatever level. */
    public boolean above(Address function) {
      return function.domain() == address.domain()
          && first <= function.bus()
          && function.bus() <= last;
    }
  }

  static Topology read(Machine machine, Functions functions) {
    List<Bridge> bridges = new ArrayList<>();
    for (Function function : functions) {
      if (function.type().bridge()) {
        Path folder = PciBus.folder(function.address());
        OptionalInt first = bus(machine, folder.resolve("secondary_bus_number"));
        OptionalInt last = bus(machine, folder.resolve("subordinate_bus_number"));
        if (first.isPresent() && last.isPresent() && first.getAsInt() > 0) {
          bridges.add(new Bridge(function.address(), first.getAsInt(), last.getAsInt()));
        }
      }
    }
    return new Topology(List.copyOf(bridges));
  }

  /** The bridge a function's bus comes from. */
  public Optional<Bridge> over(Address function) {
    return bridges.stream()
        .filter(bridge ->
            bridge.first() == function.bus() && bridge.address().domain() == function.domain())
        .findFirst();
  }

  private static OptionalInt bus(Machine machine, Path file) {
    try {
      return machine
          .read(file)
          .map(text -> OptionalInt.of(Integer.parseInt(text.strip())))
          .orElse(OptionalInt.empty());
    } catch (NumberFormatException e) {
      return OptionalInt.empty();
    }
  }
}
