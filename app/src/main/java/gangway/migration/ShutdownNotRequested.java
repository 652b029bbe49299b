package gangway.migration;

import gangway.journal.Author;
import gangway.machine.Machine;
import gangway.plan.Condition;
import gangway.xen.guest.Domains;
import gangway.xenstore.XenStoreView;

/**
 * A domain of one boot has no request to shut down that it has not taken yet. xl writes the request
 * to {@code control/shutdown} (xen/docs/misc/xenstore-paths.pandoc).
 *
 * @param boot the id of the boot to which the domain ID belongs
 */
public record ShutdownNotRequested(int domid, String boot) implements Condition {
  private static final String REQUEST = "poweroff";

  static String node(int domid) {
    return Domains.path(domid) + "/control/shutdown";
  }

  static boolean requested(XenStoreView store, int domid) {
    return store.read(node(domid)).filter(REQUEST::equals).isPresent();
  }

  @Override
  public boolean isMet(Machine machine) {
    return !Author.boot(machine).equals(boot)
        || machine.xenStore().filter(store -> !requested(store, domid)).isPresent();
  }

  @Override
  public String toString() {
    return "domain " + domid + " is not requested to shut down";
  }
}
