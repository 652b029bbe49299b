package gangway.handover;

import gangway.Problem;
import gangway.check.Checks;
import gangway.check.Finding;
import gangway.check.Verdict;
import gangway.host.Host;
import gangway.host.Inventory;
import gangway.host.Observer;
import gangway.host.Standing;
import gangway.journal.RunWriter;
import gangway.machine.ActingMachine;
import gangway.request.Request;
import java.util.List;

/**
 * A request as far as it goes without touching anything: observed, checked and, if no finding
 * refuses it, planned.
 *
 * @param inventory what it was observed on
 * @param alreadySo whether everything is as asked, so that there is nothing to do
 * @param plan the steps; none if it is refused or there is nothing to do
 */
public record Rehearsal(Verdict verdict, Inventory inventory, boolean alreadySo, Plan plan) {
  private static final Plan NO_STEPS = new Plan(List.of());

  public static Rehearsal of(Host host, Verdict verdict) {
    if (verdict.refused()) {
      return new Rehearsal(verdict, host.inventory(), false, NO_STEPS);
    }
    return Promise.unmet(host.standing(), verdict.request()).isEmpty()
        ? new Rehearsal(verdict, host.inventory(), true, NO_STEPS)
        : new Rehearsal(verdict, host.inventory(), false, Planner.plan(host, verdict.request()));
  }

  public Request request() {
    return verdict.request();
  }

  /**
   * Carries the plan out and proves on the host, observed anew, that what was asked is so. If it is
   * not, all is taken back.
   *
   * @param run where it is kept, and can be undone from if this process is killed
   * @return what is still to be said of it
   * @throws Problem of kind FAILED if everything is as it was, of kind INCONSISTENT if it is not
   */
  public List<Finding> perform(ActingMachine machine, RunWriter run, Progress progress) {
    Undertaking.of(inventory, request(), plan).recordIn(run);
    return Recorded.ending(run, () -> carriedOut(machine, new Recorded(run, plan, progress)));
  }

  private List<Finding> carriedOut(ActingMachine machine, Progress progress) {
    Performer performer = new Performer(machine, progress);
    performer.perform(plan);
    try {
      return proved(machine, request());
    } catch (Problem why) {
      throw performer.takenBack(why.blocker(), why);
    }
  }

  /**
   * Looks whether what was asked is so.
   *
   * @return what is still to be said of it
   * @throws Problem if it is not
   */
  static List<Finding> proved(ActingMachine machine, Request request) {
    Observer observer = new Observer(machine);
    Standing after = observer.standing(observer.inventory(), request.functions());
    List<String> unmet = Promise.unmet(after, request);
    if (!unmet.isEmpty()) {
      throw Problem.failed(
          "every step was done, and yet it is not as asked",
          "look at it with 'gangway show ADDRESS'",
          unmet.toArray(String[]::new));
    }
    return Checks.afterwards(after, Idle.of(machine, after, request), request);
  }
}
