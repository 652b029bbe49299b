package gangway.operation;

import gangway.check.Acceptance;
import gangway.check.Finding;
import gangway.check.Judgement;
import gangway.journal.OperationWriter;
import gangway.machine.Machine;
import gangway.plan.Plan;
import java.util.List;
import java.util.Optional;

/** Changes a setting of the host: completely or not at all. */
public final class SettingOperation {
  private final SettingChange change;
  private final Optional<PlanDigest> shown;

  /**
   * An operation.
   *
   * @param shown the plan that was shown to the user, if the operation must be refused when it
   *     would do something else
   */
  public SettingOperation(SettingChange change, Optional<PlanDigest> shown) {
    this.change = change;
    this.shown = shown;
  }

  /**
   * A change with its plan.
   *
   * @param plan without steps if the setting is as wanted, or if the change is refused
   * @param digest identifies the change, its findings and its plan
   * @param findings all findings, worst first; also that the plan is not the one that was shown
   */
  public record Planned(
      Plan plan, PlanDigest digest, List<Acceptance> accepted, List<Finding> findings)
      implements Judgement {
    public Planned {
      accepted = List.copyOf(accepted);
      findings = List.copyOf(findings);
    }

    /** Whether the setting is as wanted, so that there is nothing to do. */
    public boolean alreadySo() {
      return plan.all().isEmpty();
    }
  }

  /**
   * Plans the change. Changes nothing.
   *
   * @throws gangway.Problem of kind REFUSED if the change is not possible on the machine
   */
  public Planned check(Machine machine) {
    SettingChange.Judged judged = change.judged(machine);
    Plan plan = judged.plan();
    PlanDigest digest = PlanDigest.of(change.words(), judged, plan);
    return new Planned(
        plan,
        digest,
        judged.accepted(),
        shown
            .flatMap(before -> PlanDigest.changed(before, digest, judged, plan))
            .orElse(judged.findings()));
  }

  /**
   * Claims the setting, then plans and performs, so that earlier operations are seen.
   *
   * @return what was planned; nothing was done if it is refused, or if there was nothing to do
   * @throws gangway.Problem of kind REFUSED if another operation changes the setting, of kind
   *     FAILED if all was undone, of kind INCONSISTENT if not all could be undone
   */
  public Planned perform(Submission by) {
    OperationWriter operation = by.begin(change.claims());
    Planned planned =
        operation.found(machine -> {
          Planned found = check(machine);
          by.listener().checked(found);
          if (!found.refused() && !found.alreadySo()) {
            change.prepare(machine);
          }
          return found;
        });
    if (planned.refused() || planned.alreadySo()) {
      operation.drop();
    } else {
      by.perform(operation, planned.plan(), change::mustBe);
    }
    return planned;
  }
}
