package gangway.xen.guest;

import gangway.machine.Machine;
import gangway.pci.PciAddress;
import gangway.xen.guest.GuestAgent.FunctionInGuest;
import gangway.xen.protocol.PciBackend;
import gangway.xenstore.XenStoreView;
import java.util.HashMap;
import java.util.Map;

/**
 * How the running guests see their functions, by the function's address in the host. The guests are
 * not trusted: they can report anything.
 */
public record GuestViews(Map<PciAddress, FunctionInGuest> all) {
  public GuestViews {
    all = Map.copyOf(all);
  }

  /** Reads all reports in one consistent snapshot. */
  public static GuestViews read(Machine machine, Domains domains) {
    boolean any = domains.running().stream().anyMatch(domain -> domain.pci().isPresent());
    return machine
        .xenStore()
        .filter(_ -> any)
        .map(store -> new GuestViews(store.consistently(view -> look(view, domains))))
        .orElse(new GuestViews(Map.of()));
  }

  private static Map<PciAddress, FunctionInGuest> look(XenStoreView store, Domains domains) {
    Map<PciAddress, FunctionInGuest> views = new HashMap<>();
    for (Domain domain : domains.running()) {
      GuestAgent agent = new GuestAgent(domain.domid());
      for (PciBackend.Entry entry :
          domain.pci().map(PciBackend::entries).orElse(java.util.List.of())) {
        entry.vdev().ifPresent(vdev -> views.put(entry.function(), agent.inGuest(store, vdev)));
      }
    }
    return views;
  }

  /** How the guest sees a function; unknown if no guest reports it. */
  public FunctionInGuest of(PciAddress function) {
    return all.getOrDefault(function, new FunctionInGuest.Unknown());
  }
}
