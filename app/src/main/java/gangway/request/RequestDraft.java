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
 * @param withDom0 whether the request is an assignment: {@link AskedRequest}
 */
public record RequestDraft(Request request, boolean open, boolean withDom0) {

  /** A request of which the user said where it is to hold. */
  public static RequestDraft of(Request request) {
    return new RequestDraft(request, false, false);
  }

  /**
   * A request that holds where the user said.
   *
   * @param reach empty if the user did not say
   */
  public static RequestDraft of(Request request, Set<Reach> reach) {
    return reach.isEmpty()
        ? new RequestDraft(request.withReach(EnumSet.allOf(Reach.class)), true, false)
        : new RequestDraft(request.withReach(reach), false, false);
  }

  /** The same attach with the hide before it, or the same detach with the unhide after it. */
  public RequestDraft assignment() {
    return new RequestDraft(request, open, true);
  }

  /** What is asked for, before it is known where it holds. */
  public AskedRequest asked() {
    return new AskedRequest(request, withDom0);
  }

  /** What is asked for on a host with these guests. */
  public AskedRequest on(Guests guests) {
    return new AskedRequest(
        open
            ? request
                .guestName()
                .map(guest -> request.withReach(reach(guest, guests)))
                .orElse(request)
            : request,
        withDom0);
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
