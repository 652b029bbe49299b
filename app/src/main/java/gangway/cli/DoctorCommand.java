package gangway.cli;

import gangway.Problem;
import gangway.doctor.Diagnosis;
import gangway.doctor.DoctorInput;
import gangway.doctor.Issue;
import gangway.machine.Machine;
import gangway.machine.WritableMachine;
import gangway.operation.DoctorOperation;
import gangway.operation.Submission;
import gangway.view.DiagnosisView;
import gangway.view.ErrorView;
import gangway.view.RepairView;
import gangway.view.ReportOutcome;
import gangway.view.ResultView;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code gangway doctor}: finds issues that earlier assignments left, and repairs them. */
final class DoctorCommand implements Command {

  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Options.command("doctor", "Find and explain issues that earlier assignments left.")
            .addOption(
                Options.flag(
                    "--fix",
                    "Repair the issues whose repair is safe, then check again. The functions of a"
                        + " guest are never changed."));
    return Options.examples(Options.reports(spec), "gangway doctor", "gangway doctor --fix");
  }

  @Override
  public ExitCode run(ParseResult arguments, Session session) {
    return arguments.hasMatchedOption("--fix")
        ? treat(session.configuredMachine(), session.text(), session.report())
        : examine(arguments, session);
  }

  private static ExitCode examine(ParseResult arguments, Session session) {
    boolean lines = arguments.hasMatchedOption("--json-lines");
    if (lines) {
      throw Problem.usage(
          "--json-lines reports the repairs of --fix", "add --fix, or use --json instead");
    }
    return examine(session.machine(), session.console(), arguments.hasMatchedOption("--json"));
  }

  static ExitCode examine(Machine machine, Console console, boolean json) {
    Diagnosis diagnosis = diagnosis(machine);
    if (json) {
      console.json(DiagnosisView.of(diagnosis));
    } else {
      diagnosis.issues().forEach(new Issues(console)::print);
      summary(console, diagnosis);
    }
    return diagnosis.well() ? ExitCode.DONE : ExitCode.FAILED;
  }

  /**
   * Repairs what can be repaired.
   *
   * @param text the console for what JSON replaces
   */
  static ExitCode treat(WritableMachine machine, Console text, Report report) {
    DoctorOperation result =
        DoctorOperation.of(
            diagnosis(machine),
            Submission.of(machine, List.of("doctor", "--fix"), report),
            issue ->
                report.event(
                    "repairing",
                    issue.code(),
                    Style.BOLD,
                    "repairing %s: %s".formatted(issue.code(), issue.sentence())));
    result.failed().forEach(failure -> complain(text, failure));
    record(result, report);
    report.members(RepairView.of(result));
    int tried = result.repaired().size() + result.failed().size();
    if (tried > 0) {
      text.line(
          "repaired %s of %s; issues after the repair:".formatted(result.repaired().size(), tried));
    }
    result.left().issues().forEach(new Issues(text)::print);
    summary(text, result.left());
    if (result.inconsistent()) {
      return ExitCode.INCONSISTENT;
    }
    return result.complete() ? ExitCode.DONE : ExitCode.FAILED;
  }

  private static void record(DoctorOperation result, Report report) {
    for (Issue issue : result.repaired()) {
      report.record(ResultView.of(ReportOutcome.DONE, Optional.of(issue.code()), issue.sentence()));
    }
    for (DoctorOperation.Failure failure : result.failed()) {
      ReportOutcome outcome =
          failure.why().kind() == Problem.Kind.INCONSISTENT
              ? ReportOutcome.NOT_UNDONE
              : ReportOutcome.FAILED;
      report.record(ResultView.of(outcome, failure.issue().code(), ErrorView.of(failure.why())));
    }
  }

  private static Diagnosis diagnosis(Machine machine) {
    return Diagnosis.of(input(machine, "doctor"));
  }

  /**
   * Observes a machine for a command.
   *
   * @throws Problem of kind REFUSED if the user is not root
   */
  static DoctorInput input(Machine machine, String command) {
    if (!machine.root()) {
      throw Problem.refused(
          "only root can read everything that %s needs".formatted(command),
          "run the command as root");
    }
    return DoctorInput.seen(machine);
  }

  private static void summary(Console console, Diagnosis diagnosis) {
    long warnings =
        diagnosis.issues().stream()
            .filter(issue -> issue.severity() == Issue.Severity.WARNS)
            .count();
    int safe = diagnosis.safe().size();
    console.line(
        diagnosis.well() ? Style.GREEN : Style.YELLOW,
        (warnings == 0
                ? "no problems found"
                : warnings == 1 ? "1 problem found" : warnings + " problems found")
            + (safe == 0 ? "" : "; 'gangway doctor --fix' repairs %s".formatted(safe)));
  }

  private static void complain(Console console, DoctorOperation.Failure failure) {
    console.complain(
        Style.RED,
        "not repaired: %s: %s".formatted(failure.issue().code(), failure.why().blocker()));
    failure.why().evidence().forEach(text -> console.complain(Style.PLAIN, "  " + text));
  }
}
