package gangway.xen.guest;

import gangway.xenstore.MapXenStore;

/** XenStore as Xen's tools write it. */
public final class Store {
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

  /** Adds an attached function to the record. */
  public static void entry(MapXenStore store, int domid, int index, String function) {
    String node = "/local/domain/0/backend/pci/" + domid + "/0";
    int count = store.read(node + "/num_devs").map(Integer::valueOf).orElse(0);
    store
        .with(node + "/frontend", "/local/domain/" + domid + "/device/pci/0")
        .with(node + "/num_devs", Integer.toString(Math.max(count, index + 1)))
        .with(node + "/state", "4")
        .with(node + "/key-" + index, function)
        .with(node + "/dev-" + index, function)
        .with(node + "/opts-" + index, "msitranslate=0,power_mgmt=0,permissive=0,rdm_policy=strict")
        .with(node + "/state-" + index, "3")
        .with(node + "/vdev-" + index, "0000:00:0" + index + ".00")
        .with("/local/domain/" + domid + "/device/pci/0/state", "4");
  }
}
