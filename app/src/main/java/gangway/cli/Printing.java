package gangway.cli;

import gangway.Problem;
import gangway.handover.Progress;
import gangway.handover.Step;

/** Tells of every step as it is done. */
record Printing(Console console) implements Progress {
  @Override
  public void begins(Step step) {
    console.line("  " + step.says());
    console.flush();
  }

  @Override
  public void awaits(String command) {
    console.line("  waiting for what was begun to end: " + command);
    console.flush();
  }

  @Override
  public void done(Step step) {
    // told when it began; "done" is said of the whole, when it is seen
  }

  @Override
  public void failed(Step step, Problem why) {
    console.complain(Style.RED, "  failed: " + step.says());
  }

  @Override
  public void undone(Step step) {
    console.complain(Style.YELLOW, "  undone: " + step.says());
  }

  @Override
  public void left(Step step, Problem why) {
    console.complain(Style.RED, "  left: " + step.says());
  }
}
