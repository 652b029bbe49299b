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
   * @param plan without steps if the setting is as wanted
   * @param digest identifies the change and its plan
   * @param findings that the plan is not the one that was shown; otherwise empty
   */
  public record Planned(Plan plan, PlanDigest digest, List<Finding> findings) implements Judgement {
    public Planned {
      findings = List.copyOf(findings);
    }

    @Override
    public List<Acceptance> accepted() {
      return List.of();
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
    Plan plan = change.plan(machine);
    Planned planned = new Planned(plan, PlanDigest.of(change.words(), plan), List.of());
    return shown
        .flatMap(before -> PlanDigest.changed(before, planned.digest(), planned, plan))
        .map(findings -> new Planned(plan, planned.digest(), findings))
        .orElse(planned);
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
      by.perform(operation, planned.plan());
    }
    return planned;
  }
}
