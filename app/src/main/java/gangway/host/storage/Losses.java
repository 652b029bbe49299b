package gangway.host.storage;

import gangway.host.storage.Volume.Impact;
import gangway.pci.PciAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** What happens to volumes if dom0 loses a set of functions together. */
public final class Losses {
  private final Storage storage;
  private final Set<PciAddress> gone;
  private final Map<String, Impact> known = new HashMap<>();

  public Losses(Storage storage, Set<PciAddress> gone) {
    this.storage = storage;
    this.gone = Set.copyOf(gone);
  }

  public Impact of(String name) {
    Impact impact = known.get(name);
    if (impact == null) {
      Volume volume = storage.volumes().get(name);
      impact = volume == null ? Impact.WHOLE : volume.impact(gone, this::of);
      known.put(name, impact);
    }
    return impact;
  }
}
