package gangway.handover;

import gangway.Problem;

/** The progress of a plan in which nobody is interested. */
public record UnseenProgress() implements Progress {
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
