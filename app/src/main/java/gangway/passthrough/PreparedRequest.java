package gangway.passthrough;

import gangway.check.Verdict;
import gangway.host.HostSnapshot;
import gangway.host.Inventory;
import gangway.plan.Plan;
import gangway.request.Request;
import java.util.List;

/**
 * A request before any change: the host is observed, the request is checked and, if no finding
 * blocks it, planned.
 *
 * @param inventory the functions of the host, as observed
 * @param alreadySo whether the state is already as requested, so that there is nothing to do
 * @param plan the steps; empty if the request is blocked or there is nothing to do
 */
public record PreparedRequest(Verdict verdict, Inventory inventory, boolean alreadySo, Plan plan) {
  private static final Plan NO_STEPS = new Plan(List.of());

  public static PreparedRequest of(HostSnapshot host, Verdict verdict) {
    if (verdict.refused()) {
      return new PreparedRequest(verdict, host.inventory(), false, NO_STEPS);
    }
    return Postcondition.unmet(host.assignments(), verdict.request()).isEmpty()
        ? new PreparedRequest(verdict, host.inventory(), true, NO_STEPS)
        : new PreparedRequest(
            verdict, host.inventory(), false, Planner.plan(host, verdict.request()));
  }

  public Request request() {
    return verdict.request();
  }
}
