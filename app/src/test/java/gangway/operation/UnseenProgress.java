package gangway.operation;

import gangway.Problem;
import gangway.check.Judgement;
import gangway.plan.Step;

/** Ignores all events. */
public class UnseenProgress implements OperationListener {
  @Override
  public void checked(Judgement judgement) {}

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
