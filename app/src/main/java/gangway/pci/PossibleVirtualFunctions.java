package gangway.pci;

import gangway.pci.Capability.SrIov;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * The virtual functions that the physical functions of a machine can have. A virtual function
 * exists only after the driver of its physical function has created it.
 *
 * @param physical the physical functions that show the addresses of their virtual functions
 */
public record PossibleVirtualFunctions(SequencedMap<PciAddress, SrIov> physical) {
  public static final PossibleVirtualFunctions NONE = new PossibleVirtualFunctions(new TreeMap<>());

  /**
   * A virtual function that can exist.
   *
   * @param total how many virtual functions its physical function can have
   * @param enabled how many it has now
   */
  public record Possible(PciAddress address, PciAddress physical, int total, int enabled) {}

  public PossibleVirtualFunctions {
    physical = Collections.unmodifiableSequencedMap(new TreeMap<>(physical));
  }

  /** The first virtual function that has an address of a set, if one can have it. */
  public Optional<Possible> first(Predicate<PciAddress> addresses) {
    for (Map.Entry<PciAddress, SrIov> entry : physical.entrySet()) {
      Optional<Possible> found = first(entry, addresses);
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  private static Optional<Possible> first(
      Map.Entry<PciAddress, SrIov> entry, Predicate<PciAddress> addresses) {
    SrIov capability = entry.getValue();
    return capability
        .virtualFunctions(entry.getKey())
        .filter(addresses)
        .findFirst()
        .map(address ->
            new Possible(address, entry.getKey(), capability.total(), capability.enabled()));
  }
}
