package gangway.host;

import gangway.xenstore.MapXenStore;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * pciback, and a guest's pcifront, as they answer in XenStore (drivers/xen/xen-pciback/xenbus.c and
 * drivers/pci/xen-pcifront.c): all that they do at once when something was written.
 */
final class PciEnds {
  private final MapXenStore store;

  /** What pciback has taken from a guest that still has it on record, by the entry's node. */
  private final Set<String> takenAway = new HashSet<>();

  /** The state pciback last went to by itself; it never goes where it thinks it is. */
  private final Map<Integer, String> pciback = new HashMap<>();

  private boolean deaf;

  PciEnds(MapXenStore store) {
    this.store = store;
  }

  /** Makes all guests deaf, or lets them hear again, and answer what they were asked. */
  void deaf(boolean so) {
    deaf = so;
  }

  /** Lets both ends answer until neither has anything to say. */
  void answer(int domid) {
    while (guestAnswers(domid) || pcibackAnswers(domid)) {
      // the other may have something to say to that
    }
  }

  /** What was on record is no more, or is anew. */
  void forget(int domid, int index) {
    takenAway.remove(entry(domid, index));
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
    if (ends.equals("84") && "8".equals(pciback.get(domid))) {
      go(domid, "4");
      return true;
    }
    return false;
  }

  /** Does what each entry asks for, up to the first it cannot do. */
  private boolean reconfigured(int domid) {
    for (int i = 0; i < 3; i++) {
      String entry = entry(domid, i);
      switch (store.read(entry).orElse("")) {
        case "5" -> {
          if (!takenAway.add(entry)) {
            return false;
          }
        }
        case "1" -> {
          takenAway.remove(entry);
          store.with(entry, "3");
        }
        default -> {
          // nothing is asked of it
        }
      }
    }
    return true;
  }

  private void go(int domid, String state) {
    pciback.put(domid, state);
    store.with(ActingHost.record(domid) + "/state", state);
  }

  private String backend(int domid) {
    return store.read(ActingHost.record(domid) + "/state").orElse("-");
  }

  private String frontend(int domid) {
    return store.read(ActingHost.frontend(domid) + "/state").orElse("-");
  }

  private static String entry(int domid, int index) {
    return ActingHost.record(domid) + "/state-" + index;
  }
}
