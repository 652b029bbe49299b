package gangway.handover;

import gangway.Problem;
import gangway.host.Host;
import gangway.host.Observer;
import gangway.machine.ActingMachine;
import java.util.List;

/**
 * A request as far as it goes without touching anything: observed, checked and, if no finding
 * blocks it, planned.
 *
 * @param alreadySo whether everything is as asked, so that there is nothing to do
 * @param plan the steps; none if something blocks it or there is nothing to do
 */
public record Rehearsal(Request request, List<Finding> findings, boolean alreadySo, Plan plan) {
  private static final Plan NO_STEPS = new Plan(List.of());

  public static Rehearsal of(Host host, Request request) {
    List<Finding> findings = Checks.of(host, request);
    if (findings.stream().anyMatch(Finding::blocks)) {
      return new Rehearsal(request, findings, false, NO_STEPS);
    }
    return Promise.unmet(host, request).isEmpty()
        ? new Rehearsal(request, findings, true, NO_STEPS)
        : new Rehearsal(request, findings, false, Planner.plan(host, request));
  }

  public boolean blocked() {
    return findings.stream().anyMatch(Finding::blocks);
  }

  /**
   * Carries the plan out and proves on the host, observed anew, that what was asked is so.
   *
   * @return what is still to be said of it
   * @throws Problem of kind FAILED or INCONSISTENT if it is not
   */
  public List<Finding> perform(ActingMachine machine, Progress progress) {
    new Performer(machine, progress).perform(plan);
    Host after = observed(machine);
    List<String> unmet = Promise.unmet(after, request);
    if (!unmet.isEmpty()) {
      throw notAsAsked(unmet);
    }
    return request instanceof Request.Unhide unhide
        ? UnhideChecks.driverless(after, unhide)
        : List.of();
  }

  private static Host observed(ActingMachine machine) {
    try {
      return new Observer(machine).host();
    } catch (Problem why) {
      throw notAsAsked(List.of("it cannot be seen: " + why.blocker()));
    }
  }

  private static Problem notAsAsked(List<String> unmet) {
    return Problem.inconsistent(
        "every step was done, and yet it is not as asked",
        "look at it with 'gangway show ADDRESS'",
        unmet);
  }
}
