package gangway.guard;

import gangway.json.Kinds;
import gangway.plan.Condition;

/**
 * The names in the journal of the conditions of the guard.
 *
 * @see gangway.plan.PlanFormat
 */
public final class GuardKinds {
  public static final Kinds<Condition> CONDITIONS =
      Kinds.of(Condition.class)
          .record("tool-is-original", ToolCondition.ToolIsOriginal.class, "Itself")
          .record("tool-diverted", ToolCondition.ToolDiverted.class, "SetAside")
          .record("tool-not-diverted", ToolCondition.ToolNotDiverted.class, "NotSetAside")
          .build();

  private GuardKinds() {}
}
