package gangway.doctor;

import gangway.handover.Chore;

/** What helps against an ailment. */
public sealed interface Cure {

  /** The doctor can do it, and nothing is lost by it. */
  record Safe(Chore mending) implements Cure {}

  /** The operator has to do it, or to decide it. */
  record Advice(String text) implements Cure {}
}
