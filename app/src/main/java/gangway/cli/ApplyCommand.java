package gangway.cli;

import gangway.check.Finding;
import gangway.declaration.Declaration;
import gangway.machine.Machine;
import gangway.machine.WritableMachine;
import gangway.operation.ApplyOperation;
import gangway.operation.ApplyOperation.Checked;
import gangway.operation.ApplyOperation.Result;
import gangway.operation.Submission;
import gangway.view.ChangesView;
import gangway.view.DigestView;
import gangway.view.ReportOutcome;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code gangway apply}: brings the host into the state that a file declares, all or nothing. */
final class ApplyCommand implements Command {
  /** Stands for the standard input. */
  static final String STANDARD_INPUT = "-";

  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Options.command(
                "apply",
                "Hide functions and give guests their devices as a file declares, all or nothing.",
                "Prints the difference between the host and the file first. A guest in the file"
                    + " gets exactly the listed devices; guests and hidden functions that are not"
                    + " in the file stay as they are. If a change fails, all changes are undone."
                    + " docs/apply.md describes the file; 'gangway export' writes one.")
            .addOption(AcceptOption.option())
            .addOption(Options.dryRun())
            .addOption(Options.digest())
            .addPositional(
                Options.argument("0", "FILE", "The file, in YAML; - for the standard input."));
    return Options.examples(
        Options.reports(spec),
        "gangway apply --dry-run devices.yaml",
        "gangway apply devices.yaml");
  }

  @Override
  public ExitCode run(ParseResult arguments, Session session) {
    String file = arguments.matchedPositionalValue(0, "");
    String name = name(file);
    String text =
        file.equals(STANDARD_INPUT) ? session.standardInput() : session.text(Path.of(file));
    ApplyOperation operation =
        new ApplyOperation(
            name,
            Declaration.parse(text),
            functions -> AcceptOption.of(arguments, functions, session::configuration),
            DigestOption.of(arguments));
    if (arguments.hasMatchedOption("--dry-run")) {
      return checked(operation, session.machine(), arguments, session);
    }
    WritableMachine machine = session.actingMachine();
    return machine.root()
        ? performed(operation, RequestedWords.of(arguments.originalArgs()), name, session)
        : checked(operation, machine, arguments, session);
  }

  /** As messages name it. */
  private static String name(String file) {
    return file.equals(STANDARD_INPUT) ? "the standard input" : file;
  }

  private static ExitCode checked(
      ApplyOperation operation, Machine machine, ParseResult arguments, Session session) {
    String file = arguments.matchedPositionalValue(0, "");
    String name = name(file);
    Report report = session.report();
    Checked checked = operation.check(machine);
    session.warnOfConfiguration(report::note);
    compared(checked, name, report);
    DigestOption.tell(DigestView.of(checked, file), arguments, report);
    if (checked.refused()) {
      return report.refused();
    }
    if (checked.changes().isEmpty()) {
      return alreadySo(name, report);
    }
    report.wouldDo(machine, checked.plan());
    return ExitCode.DONE;
  }

  private static ExitCode performed(
      ApplyOperation operation, List<String> words, String name, Session session) {
    WritableMachine machine = session.configuredMachine();
    Report report = session.report();
    Result result =
        operation.perform(
            Submission.of(machine, words, session.interruption()),
            checked -> compared(checked, name, report));
    return switch (result) {
      case Result.Refused _ -> report.refused();
      case Result.AlreadySo _ -> alreadySo(name, report);
      case Result.Done(List<Finding> remarks) -> {
        report.result(ReportOutcome.DONE, "the host is as %s declares".formatted(name));
        remarks.forEach(report::remark);
        yield ExitCode.DONE;
      }
    };
  }

  /** Tells the difference, then the findings. */
  private static void compared(Checked checked, String name, Report report) {
    report.members(ChangesView.of(checked.changes()));
    if (!checked.changes().isEmpty()) {
      report.line(Style.BOLD, "to be as %s declares:".formatted(name));
      checked.changes().forEach(change -> report.line(Style.PLAIN, "  " + change));
    }
    report.findings(checked);
  }

  private static ExitCode alreadySo(String name, Report report) {
    report.result(ReportOutcome.ALREADY_SO, "the host is as %s declares".formatted(name));
    return ExitCode.DONE;
  }
}
