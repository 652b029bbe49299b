package gangway.operation;

import gangway.Problem;
import gangway.check.Judgement;
import gangway.plan.Step;
import java.util.ArrayList;
import java.util.List;

/** Records the progress, one line for each event. */
public final class RecordedProgress implements OperationListener {
  private final List<String> lines = new ArrayList<>();

  public List<String> lines() {
    return lines;
  }

  /** The texts of the steps with one kind of event. */
  public List<String> of(String what) {
    return lines.stream()
        .filter(line -> line.startsWith(what + ": "))
        .map(line -> line.substring(what.length() + 2))
        .toList();
  }

  @Override
  public void checked(Judgement judgement) {
    // the tests ask for findings where they are returned
  }

  @Override
  public void begins(Step step) {
    lines.add("begins: " + step.says());
  }

  @Override
  public void done(Step step) {
    lines.add("done: " + step.says());
  }

  @Override
  public void failed(Step step, Problem why) {
    lines.add("failed: " + step.says());
  }

  @Override
  public void undone(Step step) {
    lines.add("undone: " + step.says());
  }

  @Override
  public void left(Step step, Problem why) {
    lines.add("left: " + step.says());
  }
}
