package gangway.handover;

import gangway.Problem;
import gangway.check.Checks;
import gangway.check.Finding;
import gangway.check.Request;
import gangway.check.Verdict;
import gangway.host.Host;
import gangway.host.Inventory;
import gangway.host.Observer;
import gangway.host.Standing;
import gangway.machine.ActingMachine;
import java.util.List;

/**
 * A request as far as it goes without touching anything: observed, checked and, if no finding
 * refuses it, planned.
 *
 * @param alreadySo whether everything is as asked, so that there is nothing to do
 * @param plan the steps; none if it is refused or there is nothing to do
 */
public record Rehearsal(Verdict verdict, boolean alreadySo, Plan plan) {
  private static final Plan NO_STEPS = new Plan(List.of());

  public static Rehearsal of(Host host, Verdict verdict) {
    if (verdict.refused()) {
      return new Rehearsal(verdict, false, NO_STEPS);
    }
    return Promise.unmet(host.standing(), verdict.request()).isEmpty()
        ? new Rehearsal(verdict, true, NO_STEPS)
        : new Rehearsal(verdict, false, Planner.plan(host, verdict.request()));
  }

  public Request request() {
    return verdict.request();
  }

  /**
   * Carries the plan out and proves on the host, observed anew, that what was asked is so.
   *
   * @return what is still to be said of it
   * @throws Problem of kind FAILED or INCONSISTENT if it is not
   */
  public List<Finding> perform(ActingMachine machine, Progress progress) {
    new Performer(machine, progress).perform(plan);
    Standing after = observed(machine);
    List<String> unmet = Promise.unmet(after, request());
    if (!unmet.isEmpty()) {
      throw notAsAsked(unmet);
    }
    return Checks.afterwards(after, request());
  }

  private Standing observed(ActingMachine machine) {
    try {
      Observer observer = new Observer(machine);
      Inventory inventory = observer.inventory();
      return observer.standing(inventory, request().functions());
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
