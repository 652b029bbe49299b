package gangway.host.network;

import gangway.pci.Address;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Devices of the kernel that are made of one another, down to those that hang on PCI functions.
 *
 * @param byName the devices by their kernel names
 */
public record Layers(Map<String, Layer> byName) {

  /**
   * One of them.
   *
   * @param below what it is made of: a partition's disk, a volume's or a bond's members
   * @param path the functions it hangs on, from the root complex to the deepest
   */
  public record Layer(List<String> below, List<Address> path) {}

  /**
   * The names from one device down to one that hangs on a function, the first and the last
   * included; nothing if the function carries none of it.
   */
  public Optional<List<String>> down(String from, Address function) {
    return down(from, function, new TreeSet<>());
  }

  private Optional<List<String>> down(String from, Address function, Set<String> seen) {
    Layer layer = byName.get(from);
    if (layer == null || !seen.add(from)) {
      return Optional.empty();
    }
    for (String below : layer.below()) {
      Optional<List<String>> rest = down(below, function, seen);
      if (rest.isPresent()) {
        List<String> chain = new ArrayList<>();
        chain.add(from);
        chain.addAll(rest.get());
        return Optional.of(chain);
      }
    }
    return layer.path().contains(function) ? Optional.of(List.of(from)) : Optional.empty();
  }
}
