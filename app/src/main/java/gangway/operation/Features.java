package gangway.operation;

import gangway.guard.GuardKinds;
import gangway.migration.MigrationKinds;
import gangway.passthrough.PassthroughKinds;
import gangway.plan.PlanFormat;
import java.util.List;

/** The features, and what they contribute to the engine. */
public final class Features {
  /** The format of the plans of all features. */
  public static final PlanFormat PLANS =
      new PlanFormat(
          List.of(PassthroughKinds.ACTIONS, MigrationKinds.ACTIONS),
          List.of(PassthroughKinds.CONDITIONS, GuardKinds.CONDITIONS, MigrationKinds.CONDITIONS));

  private Features() {}
}
