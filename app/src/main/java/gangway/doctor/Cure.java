package gangway.doctor;

import gangway.handover.Chore;

/** What removes an issue. */
public sealed interface Cure {

  /** The doctor can repair the issue, and nothing is lost by the repair. */
  record Safe(Chore repair) implements Cure {}

  /** The operator must repair the issue, or decide about it. */
  record Advice(String text) implements Cure {}
}
