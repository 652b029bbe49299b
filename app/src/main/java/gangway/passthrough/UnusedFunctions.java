package gangway.passthrough;

import gangway.host.Assignments;
import gangway.host.HostFunction;
import gangway.host.Owner;
import gangway.machine.Machine;
import gangway.request.Request;
import gangway.xen.guest.GuestAgent;
import gangway.xenstore.XenStore;
import java.time.Duration;
import java.util.List;

/** Functions that arrived as requested, but do not work there after some time. */
public final class UnusedFunctions {
  /** Most drivers provide their service at once. */
  private static final Duration LIMIT = Duration.ofSeconds(10);

  private UnusedFunctions() {}

  public static List<HostFunction> of(Machine machine, Assignments after, Request request) {
    if (!request.now()) {
      return List.of();
    }
    return after
        .inventory()
        .present(request.functions())
        .filter(function ->
            switch (function.owner()) {
              case Owner.Dom0 _ ->
                  request instanceof Request.Unhide
                      && !new FunctionCondition.OffersService(function.function(), LIMIT)
                          .awaitMet(machine);
              case Owner.Guest guest ->
                  request instanceof Request.Attach
                      && machine.xenStore().filter(store -> driven(store, guest)).isEmpty();
              default -> false;
            })
        .toList();
  }

  /** Whether a driver in the guest is bound to the function; true if no agent can tell. */
  private static boolean driven(XenStore store, Owner.Guest guest) {
    GuestAgent agent = new GuestAgent(guest.domid());
    return !agent.present(store)
        || store.awaitTrue(
            List.of(agent.drivers()), LIMIT, view -> agent.driver(view, guest.vdev()).isPresent());
  }
}
