package gangway.migration;

import gangway.Problem;
import gangway.handover.Progress;
import gangway.handover.Step;

/** Ignores all events. */
record Silence() implements Progress {
  @Override
  public void begins(Step step) {}

  @Override
  public void awaits(String command) {}

  @Override
  public void done(Step step) {}

  @Override
  public void failed(Step step, Problem why) {}

  @Override
  public void undone(Step step) {}

  @Override
  public void left(Step step, Problem why) {}
}
