package gangway.cli;

import gangway.Problem;
import gangway.handover.Plan;
import gangway.handover.Progress;
import gangway.handover.Step;

/** Tells of every step as it is done. */
record Printing(Console console) implements Progress {

  /** Tells what would be done, and how it would be seen to be. */
  static void print(Plan plan, Console console) {
    for (Step step : plan.steps()) {
      console.line(Style.BOLD, step.says());
      step.acts().forEach(act -> console.line("  " + act));
      console.line("  done when: " + step.after());
    }
  }

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
