package gangway.migration;

import gangway.journal.Author;
import gangway.machine.WritableMachine;
import gangway.plan.Action;
import gangway.xenstore.WritableXenStore;

/**
 * Cancels the request to a domain to shut down, if the domain has not taken the request yet: a
 * guest that does not answer now would shut down when it answers again. Linux takes a request by
 * writing an empty text (drivers/xen/manage.c).
 *
 * @param boot the id of the boot to which the domain ID belongs
 */
public record CancelShutdown(int domid, String boot) implements Action {
  @Override
  public void perform(WritableMachine machine) {
    WritableXenStore store = machine.actingXenStore();
    if (Author.boot(machine).equals(boot) && ShutdownNotRequested.requested(store, domid)) {
      store.changeDespite(
          domid,
          edit -> {
            boolean requested = ShutdownNotRequested.requested(edit, domid);
            if (requested) {
              edit.write(ShutdownNotRequested.node(domid), "");
            }
            return requested;
          });
    }
  }

  @Override
  public String toString() {
    return "cancel in XenStore the request to domain %d to shut down".formatted(domid);
  }
}
