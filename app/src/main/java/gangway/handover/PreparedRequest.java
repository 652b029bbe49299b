package gangway.handover;

import gangway.Problem;
import gangway.check.Checks;
import gangway.check.Finding;
import gangway.check.Verdict;
import gangway.host.Assignments;
import gangway.host.HostSnapshot;
import gangway.host.Inventory;
import gangway.host.Observer;
import gangway.journal.OperationWriter;
import gangway.machine.WritableMachine;
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

  /**
   * Performs the plan, observes the host again and verifies the result. If the result is not as
   * requested, the plan is undone.
   *
   * @param run the operation in the journal, by which it can be undone if this process is killed
   * @return remarks on the result
   * @throws Problem of kind FAILED if the plan failed and was undone, of kind INCONSISTENT if not
   *     everything could be undone
   */
  public List<Finding> perform(WritableMachine machine, OperationWriter run, Progress progress) {
    UndoRecord.of(inventory, request(), plan).recordIn(run);
    return JournalingProgress.ending(
        run, () -> carriedOut(machine, new JournalingProgress(run, plan, progress)));
  }

  private List<Finding> carriedOut(WritableMachine machine, Progress progress) {
    Performer performer = new Performer(machine, progress);
    performer.perform(plan);
    try {
      return proved(machine, request());
    } catch (Problem why) {
      throw performer.takenBack(why.blocker(), why);
    }
  }

  /**
   * Observes the host and verifies that the result is as requested.
   *
   * @return remarks on the result
   * @throws Problem of kind FAILED if the result is not as requested
   */
  static List<Finding> proved(WritableMachine machine, Request request) {
    Observer observer = new Observer(machine);
    Assignments after = observer.assignments(observer.inventory(), request.functions());
    List<String> unmet = Postcondition.unmet(after, request);
    if (!unmet.isEmpty()) {
      throw Problem.failed(
          "all steps succeeded but the result is not as requested",
          "see 'gangway show ADDRESS'",
          unmet.toArray(String[]::new));
    }
    return Checks.afterwards(after, UnusedFunctions.of(machine, after, request), request);
  }
}
