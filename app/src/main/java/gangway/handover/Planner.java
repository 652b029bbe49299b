package gangway.handover;

import gangway.host.Host;
import gangway.request.Request;

/** Finds the steps from a host as it is to what a request asks for. */
public final class Planner {
  private Planner() {}

  /**
   * The plan for a request that no check blocks.
   *
   * @throws gangway.Problem of kind REFUSED if a file is such that Gangway must not change it
   */
  public static Plan plan(Host host, Request request) {
    return new Plan(
        switch (request) {
          case Request.Hide hide -> HidePlan.steps(host, hide);
          case Request.Unhide unhide -> UnhidePlan.steps(host, unhide);
          case Request.Attach attach -> GuestPlan.attach(host, attach);
          case Request.Detach detach -> GuestPlan.detach(host, detach);
          case Request.New made -> NewGuestPlan.steps(host, made);
          case Request.Ready ready -> GuestPlan.ready(host, ready);
        });
  }
}
