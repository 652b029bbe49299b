package gangway.cli;

import gangway.machine.WritableMachine;
import gangway.operation.SettingChange;
import gangway.operation.SettingOperation;
import gangway.operation.SettingOperation.Planned;
import gangway.operation.Submission;
import gangway.view.DigestView;
import gangway.view.ReportOutcome;
import java.util.function.Supplier;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/**
 * Plans and performs a change of a setting: {@code guard install}, {@code guard remove} and {@code
 * shutdown-policy}.
 *
 * @param done the state that the change leads to, a clause
 */
record SettingCommand(SettingChange change, String done) {

  /** Adds the options of a command that changes a setting. */
  static CommandSpec options(CommandSpec spec) {
    return Options.reports(spec.addOption(Options.dryRun()).addOption(Options.digest()));
  }

  /**
   * Shows or performs the change.
   *
   * @param acting opens the machine to change
   */
  ExitCode run(ParseResult arguments, Session session, Supplier<WritableMachine> acting) {
    SettingOperation operation = new SettingOperation(change, DigestOption.of(arguments));
    Report report = session.report();
    if (arguments.hasMatchedOption("--dry-run")) {
      return dry(operation, arguments, session, report);
    }
    Planned planned =
        operation.perform(Submission.of(acting.get(), change.command(), session.interruption()));
    if (planned.refused()) {
      return report.refused();
    }
    report.result(planned.alreadySo() ? ReportOutcome.ALREADY_SO : ReportOutcome.DONE, done);
    return ExitCode.DONE;
  }

  private ExitCode dry(
      SettingOperation operation, ParseResult arguments, Session session, Report report) {
    Planned planned = operation.check(session.machine());
    report.checked(planned);
    DigestOption.tell(DigestView.of(planned.digest(), change), arguments, report);
    if (planned.refused()) {
      return report.refused();
    }
    if (planned.alreadySo()) {
      report.result(ReportOutcome.ALREADY_SO, done);
      return ExitCode.DONE;
    }
    report.wouldDo(session.machine(), planned.plan());
    return ExitCode.DONE;
  }
}
