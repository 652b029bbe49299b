package gangway.request;

import gangway.request.Request.Reach;
import gangway.xen.guest.Guest;
import gangway.xen.guest.Guests;
import java.util.EnumSet;
import java.util.Set;

/**
 * A request before its host was observed.
 *
 * @param request the request; it holds everywhere if the user did not say where
 * @param open whether the user left it to the host where the request is to hold
 */
public record RequestDraft(Request request, boolean open) {

  /** A request of which the user said where it is to hold. */
  public static RequestDraft of(Request request) {
    return new RequestDraft(request, false);
  }

  /**
   * A request that holds where the user said.
   *
   * @param reach empty if the user did not say
   */
  public static RequestDraft of(Request request, Set<Reach> reach) {
    return reach.isEmpty()
        ? new RequestDraft(request.withReach(EnumSet.allOf(Reach.class)), true)
        : new RequestDraft(request.withReach(reach), false);
  }

  /** The request on a host with these guests. */
  public Request on(Guests guests) {
    return open
        ? request.guestName().map(guest -> request.withReach(reach(guest, guests))).orElse(request)
        : request;
  }

  /** Where something asked of a guest can hold: the guest runs, it is defined, or both. */
  private static Set<Reach> reach(String name, Guests guests) {
    Set<Reach> reach = EnumSet.noneOf(Reach.class);
    for (Guest guest : guests.named(name)) {
      if (guest.running().isPresent()) {
        reach.add(Reach.NOW);
      }
      if (!guest.definitions().isEmpty()) {
        reach.add(Reach.LASTING);
      }
    }
    return reach.isEmpty() ? EnumSet.of(Reach.NOW) : reach;
  }
}
