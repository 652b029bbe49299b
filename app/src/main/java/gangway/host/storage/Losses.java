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
  private final Set<String> unreached;
  private final Map<String, Impact> known = new HashMap<>();

  public Losses(Storage storage, Set<PciAddress> gone) {
    this(storage, gone, Set.of());
  }

  /**
   * The losses if dom0 also loses its connections to some other machines.
   *
   * @param unreached the names of these machines' volumes
   */
  public Losses(Storage storage, Set<PciAddress> gone, Set<String> unreached) {
    this.storage = storage;
    this.gone = Set.copyOf(gone);
    this.unreached = Set.copyOf(unreached);
  }

  public Impact of(String name) {
    Impact impact = known.get(name);
    if (impact == null) {
      Volume volume = storage.volumes().get(name);
      impact =
          volume == null
              ? Impact.WHOLE
              : unreached.contains(name) ? Impact.LOST : volume.impact(gone, this::of);
      known.put(name, impact);
    }
    return impact;
  }
}
