package gangway.toolstack;

import gangway.machine.Machine;
import gangway.pci.Address;
import gangway.toolstack.GuestAgent.Sight;
import gangway.xenstore.XenStoreView;
import java.util.HashMap;
import java.util.Map;

/**
 * What the guests that run say of the functions they were given, by function of the host. They may
 * say anything.
 */
public record GuestSights(Map<Address, Sight> all) {
  public GuestSights {
    all = Map.copyOf(all);
  }

  /** Reads what is said at one moment. */
  public static GuestSights read(Machine machine, Domains domains) {
    boolean any = domains.running().stream().anyMatch(domain -> domain.pci().isPresent());
    return machine
        .xenStore()
        .filter(_ -> any)
        .map(store -> new GuestSights(store.consistently(view -> look(view, domains))))
        .orElse(new GuestSights(Map.of()));
  }

  private static Map<Address, Sight> look(XenStoreView store, Domains domains) {
    Map<Address, Sight> sights = new HashMap<>();
    for (Domain domain : domains.running()) {
      GuestAgent agent = new GuestAgent(domain.domid());
      for (PciBackend.Entry entry :
          domain.pci().map(PciBackend::entries).orElse(java.util.List.of())) {
        entry.vdev().ifPresent(vdev -> sights.put(entry.function(), agent.sight(store, vdev)));
      }
    }
    return sights;
  }

  /** What is said of a function; of one nobody speaks of, nothing is known. */
  public Sight of(Address function) {
    return all.getOrDefault(function, new Sight.Unknown());
  }
}
