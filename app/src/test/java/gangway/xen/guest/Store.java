package gangway.xen.guest;

import gangway.xenstore.MapXenStore;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** XenStore as Xen's tools write it. */
public final class Store {
  private static final String FULL_VDEV = "0000:00:00.00";

  private Store() {}

  /** A host with dom0 and a PV guest, domain 3, without functions. */
  public static MapXenStore withGuest() {
    return guest(new MapXenStore().with("/local/domain/0/name", "Domain-0"), 3, "pv1");
  }

  public static MapXenStore guest(MapXenStore store, int domid, String name) {
    return store
        .with("/local/domain/" + domid + "/name", name)
        .with("/local/domain/" + domid + "/vm", "/vm/uuid-" + domid)
        .with("/libxl/" + domid + "/type", "pv");
  }

  /** A record with both ends connected and all functions attached. */
  public static MapXenStore record(MapXenStore store, int domid, String... functions) {
    for (int i = 0; i < functions.length; i++) {
      entry(store, domid, i, functions[i]);
    }
    return store;
  }

  /**
   * Adds an attached function to the record, as libxl, pciback and the guest's pcifront write it.
   */
  public static void entry(MapXenStore store, int domid, int index, String function) {
    String node = "/local/domain/0/backend/pci/" + domid + "/0";
    String frontend = "/local/domain/" + domid + "/device/pci/0";
    int count = store.read(node + "/num_devs").map(Integer::valueOf).orElse(0);
    String vdev = vdev(store, node, count, function);
    store
        .with(node + "/frontend", frontend)
        .with(node + "/frontend-id", Integer.toString(domid))
        .with(node + "/online", "1")
        .with(node + "/domain", store.read("/local/domain/" + domid + "/name").orElse(""))
        .with(node + "/root_num", "1")
        .with(node + "/root-0", "0000:00")
        .with(node + "/num_devs", Integer.toString(Math.max(count, index + 1)))
        .with(node + "/state", "4")
        .with(node + "/key-" + index, function)
        .with(node + "/dev-" + index, function)
        .with(node + "/opts-" + index, "msitranslate=0,power_mgmt=0,permissive=0,rdm_policy=strict")
        .with(node + "/state-" + index, "3")
        .with(node + "/vdev-" + index, vdev)
        .with(frontend + "/backend", node)
        .with(frontend + "/backend-id", "0")
        .with(frontend + "/event-channel", "8")
        .with(frontend + "/magic", "7")
        .with(frontend + "/pci-op-ref", "8")
        .with(frontend + "/state", "4");
  }

  /**
   * The address at which the guest sees a function: in the slot of another function of the same
   * device, or in the first free slot (drivers/xen/xen-pciback/vpci.c).
   */
  private static String vdev(MapXenStore store, String node, int count, String function) {
    Map<String, String> slots = new HashMap<>();
    for (int i = 0; i < count; i++) {
      String vdev = store.read(node + "/vdev-" + i).orElse("");
      String other = store.read(node + "/dev-" + i).orElse("");
      if (vdev.length() == FULL_VDEV.length()) {
        slots.put(vdev.substring(0, vdev.indexOf('.')), other.split("\\.", 2)[0]);
      }
    }
    String device = function.split("\\.", 2)[0];
    List<String> possible =
        IntStream.range(0, 32)
            .mapToObj("0000:00:%02x"::formatted)
            .filter(candidate -> slots.getOrDefault(candidate, device).equals(device))
            .toList();
    String slot =
        possible.stream()
            .filter(slots::containsKey)
            .findFirst()
            .or(() -> possible.stream().findFirst())
            .orElse("0000:00:1f");
    return slot + ".0" + function.charAt(function.length() - 1);
  }
}
