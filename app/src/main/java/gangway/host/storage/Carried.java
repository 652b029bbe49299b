package gangway.host.storage;

import gangway.host.storage.Storage.Use;
import gangway.pci.Address;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which functions carry what is kept on disks: worked out once, then asked for each function. */
public final class Carried {
  private final Storage storage;
  private final Map<String, Set<Address>> carriers = new HashMap<>();
  private final Map<Address, List<Use>> uses = new HashMap<>();

  public Carried(Storage storage) {
    this.storage = storage;
    for (Use use : storage.uses()) {
      for (Address function : carriers(use.on())) {
        uses.computeIfAbsent(function, _ -> new ArrayList<>()).add(use);
      }
    }
  }

  /** What is lost or harmed with a function. */
  public List<Use> by(Address function) {
    return uses.getOrDefault(function, List.of());
  }

  /** The functions that carry anything. */
  public Set<Address> functions() {
    return uses.keySet();
  }

  /** Every function that something of a volume is on, the bridges above them too. */
  public Set<Address> carriers(String name) {
    Set<Address> known = carriers.get(name);
    if (known != null) {
      return known;
    }
    Set<Address> found = new LinkedHashSet<>();
    Volume volume = storage.volumes().get(name);
    if (volume != null) {
      found.addAll(volume.path());
      volume.below().forEach(below -> found.addAll(carriers(below)));
    }
    carriers.put(name, found);
    return found;
  }

  /** The volumes from one down to one that hangs on a function itself; none if it has no part. */
  public List<Volume> chain(String from, Address function) {
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
