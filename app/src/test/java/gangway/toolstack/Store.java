package gangway.toolstack;

import gangway.xenstore.MapXenStore;

/** What Xen's tools write into XenStore. */
final class Store {
  private Store() {}

  /** A host with dom0 and a PV guest, domain 3, that has no functions. */
  static MapXenStore withGuest() {
    return guest(new MapXenStore().with("/local/domain/0/name", "Domain-0"), 3, "pv1");
  }

  static MapXenStore guest(MapXenStore store, int domid, String name) {
    return store
        .with("/local/domain/" + domid + "/name", name)
        .with("/local/domain/" + domid + "/vm", "/vm/uuid-" + domid)
        .with("/libxl/" + domid + "/type", "pv");
  }

  /** The record of functions as it is when both ends are connected and all have arrived. */
  static MapXenStore record(MapXenStore store, int domid, String... functions) {
    String node = "/local/domain/0/backend/pci/" + domid + "/0";
    store
        .with(node + "/frontend", "/local/domain/" + domid + "/device/pci/0")
        .with(node + "/num_devs", Integer.toString(functions.length))
        .with(node + "/state", "4")
        .with("/local/domain/" + domid + "/device/pci/0/state", "4");
    for (int i = 0; i < functions.length; i++) {
      store
          .with(node + "/key-" + i, functions[i])
          .with(node + "/dev-" + i, functions[i])
          .with(node + "/opts-" + i, "msitranslate=0,power_mgmt=0,permissive=0,rdm_policy=strict")
          .with(node + "/state-" + i, "3")
          .with(node + "/vdev-" + i, "0000:00:0" + i + ".00");
    }
    return store;
  }
}
