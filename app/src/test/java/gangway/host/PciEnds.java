package gangway.host;

import gangway.xenstore.MapXenStore;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * pciback and a guest's pcifront: their reactions to writes in XenStore
 * (drivers/xen/xen-pciback/xenbus.c and drivers/pci/xen-pcifront.c).
 */
final class PciEnds {
  private final MapXenStore store;
  private final Memory memory;
  private boolean deaf;

  /**
   * What pciback remembers, whichever process acts.
   *
   * @param takenAway functions that pciback has taken from a guest but that the guest's record
   *     still lists, each with the guest's number
   * @param states the last state that pciback set for a guest; it never sets the same state again
   */
  record Memory(Set<String> takenAway, Map<Integer, String> states) {
    static Memory empty() {
      return new Memory(new HashSet<>(), new HashMap<>());
    }

    /** A guest has ended. */
    void ended(int domid) {
      takenAway.removeIf(function -> function.startsWith(domid + " "));
      states.remove(domid);
    }

    /** The host boots. */
    void clear() {
      takenAway.clear();
      states.clear();
    }
  }

  PciEnds(MapXenStore store, Memory memory) {
    this.store = store;
    this.memory = memory;
  }

  /** Lets all guests stop answering, or answer again, including earlier requests. */
  void deaf(boolean so) {
    deaf = so;
  }

  boolean deaf() {
    return deaf;
  }

  /** Lets both ends react until neither changes anything. */
  void answer(int domid) {
    while (guestAnswers(domid) || pcibackAnswers(domid)) {
      // the other end may react to this
    }
  }

  /** Forgets that pciback has taken a function. */
  void forget(int domid, String function) {
    memory.takenAway.remove(assigned(domid, function));
  }

  private static String assigned(int domid, String function) {
    return domid + " " + function;
  }

  private boolean guestAnswers(int domid) {
    String ends = backend(domid) + frontend(domid);
    if (deaf || !(ends.equals("74") || ends.equals("87"))) {
      return false;
    }
    store.with(ActingHost.frontend(domid) + "/state", ends.equals("74") ? "7" : "4");
    return true;
  }

  private boolean pcibackAnswers(int domid) {
    String ends = backend(domid) + frontend(domid);
    if (ends.equals("77") && reconfigured(domid)) {
      go(domid, "8");
      return true;
    }
    if (ends.equals("84") && "8".equals(memory.states.get(domid))) {
      go(domid, "4");
      return true;
    }
    return false;
  }

  /** Performs the request of each entry, up to the first that fails. */
  private boolean reconfigured(int domid) {
    int count = new PciRecord(store, domid).count();
    for (int i = 0; i < count; i++) {
      String entry = ActingHost.record(domid) + "/state-" + i;
      String function =
          assigned(domid, store.read(ActingHost.record(domid) + "/dev-" + i).orElse(""));
      switch (store.read(entry).orElse("")) {
        case "5" -> {
          if (!memory.takenAway.add(function)) {
            return false;
          }
        }
        case "1" -> {
          memory.takenAway.remove(function);
          store.with(entry, "3");
        }
        default -> {
          // no request
        }
      }
    }
    return true;
  }

  private void go(int domid, String state) {
    memory.states.put(domid, state);
    store.with(ActingHost.record(domid) + "/state", state);
  }

  private String backend(int domid) {
    return store.read(ActingHost.record(domid) + "/state").orElse("-");
  }

  private String frontend(int domid) {
    return store.read(ActingHost.frontend(domid) + "/state").orElse("-");
  }
}
