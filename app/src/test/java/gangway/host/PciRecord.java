package gangway.host;

import gangway.pci.PciAddress;
import gangway.xen.guest.LibxlNote;
import gangway.xen.guest.Store;
import gangway.xenstore.MapXenStore;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/** XenStore's record of a domain's functions, as libxl keeps it (tools/libs/light/libxl_pci.c). */
record PciRecord(MapXenStore store, int domid) {
  private static final List<String> KEYS = List.of("key-", "dev-", "opts-", "state-", "vdev-");

  private String node() {
    return ActingHost.record(domid);
  }

  /** The number of entries. */
  int count() {
    return store.read(node() + "/num_devs").map(Integer::valueOf).orElse(0);
  }

  /** The number of a function's entry, if it has one. */
  OptionalInt index(String function) {
    return IntStream.range(0, count())
        .filter(i -> store.read(node() + "/dev-" + i).orElse("").equals(function))
        .findFirst();
  }

  boolean has(String function) {
    return index(function).isPresent();
  }

  /** Adds a function as the last entry, and notes the domain for libxl. */
  void add(String function) {
    Store.entry(store, domid, index(function).orElse(count()), function);
    store.with(LibxlNote.domidNode(address(function)), Integer.toString(domid));
  }

  /** Removes an entry; the entries after it move up. The record stays when it is empty. */
  void remove(String function) {
    int last = count() - 1;
    for (int i = index(function).orElseThrow(); i < last; i++) {
      for (String key : KEYS) {
        move(node() + "/" + key + (i + 1), node() + "/" + key + i);
      }
    }
    KEYS.forEach(key -> store.without(node() + "/" + key + last));
    store.with(node() + "/num_devs", Integer.toString(last));
  }

  private void move(String from, String to) {
    store.read(from).ifPresentOrElse(value -> store.with(to, value), () -> store.without(to));
  }

  /** Forgets that libxl gave a function to the domain; the function's folder stays. */
  void forget(String function) {
    if (LibxlNote.assigned(store, address(function), domid)) {
      store.without(LibxlNote.domidNode(address(function)));
      store.with(LibxlNote.node(address(function)), "");
    }
  }

  /** Removes the record with its frontend. */
  void delete() {
    store.without(ActingHost.record(domid)).without(ActingHost.frontend(domid));
  }

  private static PciAddress address(String function) {
    return GuideHost.address(function);
  }
}
