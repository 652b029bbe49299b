package gangway.handover;

import gangway.json.Kinds;

/**
 * The names in the journal of the conditions of the guard.
 *
 * @see PlanFormat
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
