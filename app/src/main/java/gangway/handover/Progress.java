package gangway.handover;

import gangway.Problem;

/** Is told of the steps while they are performed. */
public interface Progress {
  void begins(Step step);

  /** Something must end first that goes on by itself: a command of a run that was killed. */
  default void awaits(String command) {}

  /** The step is done, and was seen to be. */
  void done(Step step);

  /** The step did not work. */
  void failed(Step step, Problem why);

  /** The step was taken back. */
  void undone(Step step);

  /** The step could not be taken back. */
  void left(Step step, Problem why);
}
