package gangway.plan;

import gangway.Problem;
import gangway.journal.Outcome;

/** Receives the progress of a plan. */
public interface Progress {
  /**
   * The plan of an operation is in the journal, and its first step follows. Recovery gives the plan
   * of the interrupted operation.
   *
   * @param operation the id of the operation
   */
  default void planned(String operation, Plan plan) {}

  void begins(Step step);

  /** Recovery waits for a command that a killed operation had started and that still runs. */
  default void awaits(String command) {}

  /** The step is done and verified. */
  void done(Step step);

  /**
   * All steps of a plan are done, and its completion follows, if any. If this method throws, the
   * steps are undone.
   */
  default void stepsDone(Plan plan) {}

  /** The step failed. */
  void failed(Step step, Problem why);

  /** The step was undone. */
  void undone(Step step);

  /** The step could not be undone. */
  void left(Step step, Problem why);

  /**
   * The operation ended, but the journal could not record the end: the operation stays open, and
   * recovery closes it.
   */
  default void unrecorded(Outcome outcome, Problem why) {}
}
