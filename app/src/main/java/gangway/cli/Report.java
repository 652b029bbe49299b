package gangway.cli;

import gangway.Problem;
import gangway.check.Finding;
import gangway.check.Judgement;
import gangway.machine.Machine;
import gangway.operation.OperationListener;
import gangway.plan.Plan;
import gangway.view.ReportOutcome;
import gangway.view.ResultView;
import gangway.view.View;
import java.util.Optional;

/**
 * Receives what a command that acts finds, plans and does, and tells the administrator or another
 * program: {@link ConsoleProgress} prints text, {@link JsonReport} JSON. Commands know no
 * difference.
 */
interface Report extends OperationListener {

  /** Findings before an operation. */
  void findings(Judgement judgement);

  @Override
  default void checked(Judgement judgement) {
    findings(judgement);
  }

  /** A finding about the result. */
  void remark(Finding finding);

  /**
   * The plan of {@code --dry-run}.
   *
   * @throws gangway.Problem of kind REFUSED if the plan would be refused before its first step
   */
  void wouldDo(Machine machine, Plan plan);

  /**
   * A part of the work has ended without an error.
   *
   * @param subject the guest, the operation or the system that the part is about; empty if the
   *     command has one part
   * @param message the state that was reached, a clause
   */
  void result(ReportOutcome outcome, Optional<String> subject, String message);

  /** The only part of the work has ended without an error. */
  default void result(ReportOutcome outcome, String message) {
    result(outcome, Optional.empty(), message);
  }

  /** The request is refused because of the findings. */
  default ExitCode refused() {
    result(ReportOutcome.REFUSED, "nothing was changed");
    return ExitCode.REFUSED;
  }

  /**
   * A part of the work has failed, and the command continues with the others.
   *
   * @param subject the guest, the operation or the system that the part is about
   * @return the exit code of the part
   */
  ExitCode problem(String subject, Problem why);

  /** A part of the work has ended, which the command itself tells an administrator. */
  void record(ResultView result);

  /** A line for an administrator that JSON shows in another way, or not at all. */
  void line(Style style, String text);

  /** What an administrator should know or do besides: one or more lines. */
  void note(Style style, String text);

  /** A problem that an administrator should know besides, and that does not end the command. */
  void note(Problem problem);

  /** A note that is a warning. */
  void warning(String text);

  /**
   * An event besides those of an operation.
   *
   * @param event its name in JSON
   * @param subject the guest or the issue that the event is about; may be empty
   */
  void event(String event, String subject, Style style, String message);

  /** A signal asks to stop. Called in another thread than the other methods. */
  void interrupted();

  /** Members of JSON that only this command has; a text does not show them. */
  void members(View view);

  /**
   * The command has ended.
   *
   * @param problem the problem that ended the command, if any; it is printed as text already
   */
  void finish(ExitCode exit, Optional<Problem> problem);
}
