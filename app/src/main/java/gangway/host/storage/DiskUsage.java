package gangway.host.storage;

import gangway.host.storage.Storage.Use;
import gangway.pci.PciAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Maps functions to the uses of the disks on them; computed once, then queried per function. */
public final class DiskUsage {
  private final Storage storage;
  private final Map<String, Set<PciAddress>> carriers = new HashMap<>();
  private final Map<PciAddress, List<Use>> uses = new HashMap<>();

  public DiskUsage(Storage storage) {
    this.storage = storage;
    for (Use use : storage.uses()) {
      for (PciAddress function : carriers(use.on())) {
        uses.computeIfAbsent(function, _ -> new ArrayList<>()).add(use);
      }
    }
  }

  /** The uses that depend on a function. */
  public List<Use> by(PciAddress function) {
    return uses.getOrDefault(function, List.of());
  }

  /** The functions that carry at least one use. */
  public Set<PciAddress> functions() {
    return uses.keySet();
  }

  /** Every function that carries a part of a volume, and the bridges above these functions. */
  public Set<PciAddress> carriers(String name) {
    Set<PciAddress> known = carriers.get(name);
    if (known != null) {
      return known;
    }
    Set<PciAddress> found = new LinkedHashSet<>();
    Volume volume = storage.volumes().get(name);
    if (volume != null) {
      found.addAll(volume.path());
      volume.below().forEach(below -> found.addAll(carriers(below)));
    }
    carriers.put(name, found);
    return found;
  }

  /**
   * The volumes from one volume down to a volume directly on a function; empty if it is not on it.
   */
  public List<Volume> chain(String from, PciAddress function) {
    List<Volume> chain = new ArrayList<>();
    String name = from;
    while (carriers(name).contains(function)) {
      Volume volume = storage.volumes().get(name);
      if (volume == null) {
        return List.of();
      }
      chain.add(volume);
      List<String> below =
          volume.below().stream().filter(part -> carriers(part).contains(function)).toList();
      if (below.isEmpty()) {
        return List.copyOf(chain);
      }
      name = below.getFirst();
    }
    return List.of();
  }
}
