package gangway.pci;

import java.util.List;
import java.util.Optional;

/**
 * Where a function is in the tree of a machine's functions.
 *
 * @param path the bridges above the function, from the root complex down
 * @param physicalFunction of a virtual function, the function that it is a part of
 */
public record Placement(List<PciAddress> path, Optional<PciAddress> physicalFunction) {
  public Placement {
    path = List.copyOf(path);
  }
}
