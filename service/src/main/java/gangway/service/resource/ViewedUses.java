package gangway.service.resource;

import gangway.check.Carried;
import gangway.pci.PciAddress;
import java.util.List;
import java.util.Map;

/** What the functions of a host carry, for viewers. */
record ViewedUses(Map<PciAddress, List<Carried>> byFunction) {
  private static final List<Carried> NOT_READ =
      List.of(
          new Carried(
              Carried.Kind.UNKNOWN, "the function is new: its uses were not read yet", List.of()));

  ViewedUses {
    byFunction = Map.copyOf(byFunction);
  }

  /** What a function carries; of a function that came after the reading, that is not known. */
  List<Carried> on(PciAddress function) {
    return byFunction.getOrDefault(function, NOT_READ);
  }
}
