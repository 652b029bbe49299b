package gangway.host.storage;

import gangway.host.storage.Volume.Fate;
import gangway.pci.PciAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** What happens to volumes if dom0 loses a set of functions together. */
public final class Losses {
  private final Storage storage;
  private final Set<PciAddress> gone;
  private final Map<String, Fate> known = new HashMap<>();

  public Losses(Storage storage, Set<PciAddress> gone) {
    this.storage = storage;
    this.gone = Set.copyOf(gone);
  }

  public Fate of(String name) {
    Fate fate = known.get(name);
    if (fate == null) {
      Volume volume = storage.volumes().get(name);
      fate = volume == null ? Fate.WHOLE : volume.fate(gone, this::of);
      known.put(name, fate);
    }
    return fate;
  }
}
