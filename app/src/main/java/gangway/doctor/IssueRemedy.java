package gangway.doctor;

import gangway.plan.MaintenancePlan;

/** What removes an issue. */
public sealed interface IssueRemedy {

  /** The doctor can repair the issue, and nothing is lost by the repair. */
  record Safe(MaintenancePlan repair) implements IssueRemedy {}

  /** The operator must repair the issue, or decide about it. */
  record Advice(String text) implements IssueRemedy {}
}
