package gangway.passthrough;

import gangway.host.HostSnapshot;
import gangway.plan.Plan;
import gangway.request.Request;

/** Plans requests. */
public final class Planner {
  private Planner() {}

  /**
   * The plan for a request that no check blocks.
   *
   * @throws gangway.Problem of kind REFUSED if Gangway cannot safely edit a file
   */
  public static Plan plan(HostSnapshot host, Request request) {
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
