package gangway.cli;

import gangway.Problem;
import gangway.check.AcceptPolicy;
import gangway.check.Finding;
import gangway.check.Judgement;
import gangway.journal.Outcome;
import gangway.machine.Machine;
import gangway.plan.Plan;
import gangway.plan.Step;
import gangway.view.ReportOutcome;
import gangway.view.ResultView;
import gangway.view.View;
import java.util.Optional;

/**
 * Prints what a command finds, plans and does as text.
 *
 * @param policy which findings must not be accepted on the host
 */
record ConsoleProgress(Console console, AcceptPolicy policy) implements Report {

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
  public void findings(Judgement judgement) {
    new FindingsPrinter(console::complain, policy).print(judgement);
  }

  @Override
  public void remark(Finding finding) {
    new FindingsPrinter(console::complain, policy).print(finding);
  }

  @Override
  public void wouldDo(Machine machine, Plan plan) {
    print(machine, plan, console);
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

  @Override
  public void result(ReportOutcome outcome, Optional<String> subject, String message) {
    String text = words(outcome) + ": " + message;
    switch (outcome) {
      case DONE, ALREADY_SO, UNDONE, PLANNED -> console.line(Style.GREEN, text);
      case KEPT -> console.line(Style.YELLOW, text);
      case NOTHING, REFUSED, INVALID, FAILED, NOT_UNDONE -> console.complain(Style.RED, text);
    }
  }

  private static String words(ReportOutcome outcome) {
    return switch (outcome) {
      case DONE -> "done";
      case ALREADY_SO -> "already so";
      case PLANNED -> "planned";
      case REFUSED -> "refused";
      case INVALID -> "invalid";
      case FAILED -> "failed";
      case UNDONE -> "undone";
      case NOT_UNDONE -> "not undone";
      case KEPT -> "kept as it is";
      case NOTHING -> "nothing";
    };
  }

  @Override
  public ExitCode problem(String subject, Problem why) {
    console.report(why);
    return ExitCode.of(why.kind());
  }

  @Override
  public void record(ResultView result) {
    // the command prints the text
  }

  @Override
  public void line(Style style, String text) {
    console.line(style, text);
  }

  @Override
  public void note(Style style, String text) {
    text.lines().forEach(line -> console.line(style, line));
  }

  @Override
  public void note(Problem problem) {
    console.report(problem);
  }

  @Override
  public void warning(String text) {
    console.complain(Style.YELLOW, "note: " + text);
  }

  @Override
  public void event(String event, String subject, Style style, String message) {
    console.line(style, message);
    console.flush();
  }

  @Override
  public void interrupted() {
    console.complain(
        Style.YELLOW,
        "  interrupted: when the current step has ended, everything is undone, or completed if it"
            + " can no longer be undone");
  }

  @Override
  public void members(View view) {
    // a text shows the same in its own way
  }

  @Override
  public void finish(ExitCode exit, Optional<Problem> problem) {
    // each event was printed when it happened, and the problem by the program
  }
}
