package gangway.cli;

import gangway.Problem;
import gangway.check.Verdict;
import gangway.journal.Outcome;
import gangway.machine.Machine;
import gangway.operation.OperationListener;
import gangway.plan.Plan;
import gangway.plan.Step;

/** Prints each step of an operation. */
record ConsoleProgress(Console console) implements OperationListener {

  /**
   * Prints the steps of a plan and the conditions that prove them.
   *
   * @throws gangway.Problem of kind REFUSED if the plan would be refused before its first step
   */
  static void print(Machine machine, Plan plan, Console console) {
    plan.mustWriteSafely(machine);
    for (Step step : plan.all()) {
      console.line(Style.BOLD, step.says());
      step.acts().forEach(act -> console.line("  " + act));
      console.line("  done when: " + step.after());
    }
  }

  @Override
  public void checked(Verdict verdict) {
    new FindingsPrinter(console::complain).print(verdict);
  }

  @Override
  public void begins(Step step) {
    console.line("  " + step.says());
    console.flush();
  }

  @Override
  public void awaits(String command) {
    console.line("  waiting for the end of: " + command);
    console.flush();
  }

  @Override
  public void done(Step step) {
    // printed when the step began; the command prints "done" after it has verified the result
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
    console.complain(Style.RED, "  not undone: " + step.says());
  }

  @Override
  public void unrecorded(Outcome outcome, Problem why) {
    console.complain(
        Style.YELLOW,
        "warning: the operation has ended (%s), but the journal could not record this"
            .formatted(outcome));
    why.lines().forEach(line -> console.complain(Style.PLAIN, "  " + line));
    console.complain(Style.PLAIN, "fix: %s; then run 'gangway recover'".formatted(why.remedy()));
  }
}
