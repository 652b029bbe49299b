package gangway.host.network;

import gangway.pci.PciAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Devices of the kernel in layers: each is on the devices below it, down to devices on PCI
 * functions.
 *
 * @param byName the devices by their kernel names
 */
public record Layers(Map<String, Layer> byName) {
  public Layers {
    byName = Collections.unmodifiableMap(new LinkedHashMap<>(byName));
  }

  /**
   * A device.
   *
   * @param below the devices below it: a partition's disk, the members of a volume or a bond
   * @param path the functions it is directly on, from the root complex to the deepest
   */
  public record Layer(List<String> below, List<PciAddress> path) {
    public Layer {
      below = List.copyOf(below);
      path = List.copyOf(path);
    }
  }

  /**
   * The names from one device down to a device on a function, including both; empty if the device
   * is not on the function.
   */
  public Optional<List<String>> down(String from, PciAddress function) {
    return down(from, function, new TreeSet<>());
  }

  /** Whether a device is on a function. */
  public boolean areOn(PciAddress function) {
    return countOn(function) > 0;
  }

  /** The number of devices on a function, without those above them. */
  long countOn(PciAddress function) {
    return byName.values().stream().filter(layer -> layer.path().contains(function)).count();
  }

  private Optional<List<String>> down(String from, PciAddress function, Set<String> seen) {
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
