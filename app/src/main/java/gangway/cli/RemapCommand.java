package gangway.cli;

import gangway.machine.Machine;
import gangway.operation.RemapOperation;
import gangway.operation.RemapOperation.Checked;
import gangway.operation.RemapOperation.Result;
import gangway.operation.Submission;
import gangway.view.DigestView;
import gangway.view.RemapView;
import gangway.view.ReportOutcome;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code gangway remap}: settings name devices at the addresses that the devices have now. */
final class RemapCommand implements Command {
  private static final String DONE = "the boot settings and definitions name the present addresses";

  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Options.command(
                "remap",
                "Replace the addresses of devices that have moved, in all settings.",
                "After a card was added or removed, other cards can have other addresses. The"
                    + " command finds the recorded devices by their serial numbers, and changes the"
                    + " list to hide at boot, the definitions of guests and the record, all or"
                    + " nothing. Running guests are not changed.")
            .addOption(AcceptOption.option())
            .addOption(Options.dryRun())
            .addOption(Options.digest());
    return Options.examples(Options.reports(spec), "gangway remap --dry-run", "gangway remap");
  }

  @Override
  public ExitCode run(ParseResult arguments, Session session) {
    session.mustBeRoot("only root can read what identifies devices");
    RemapOperation operation =
        new RemapOperation(
            functions -> AcceptOption.of(arguments, functions, session::configuration),
            DigestOption.of(arguments));
    return arguments.hasMatchedOption("--dry-run")
        ? planned(operation, arguments, session)
        : performed(operation, arguments, session);
  }

  private static ExitCode planned(
      RemapOperation operation, ParseResult arguments, Session session) {
    Report report = session.report();
    Machine machine = session.machine();
    Checked checked = operation.check(machine);
    session.warnOfConfiguration(report::note);
    compared(checked, report);
    DigestOption.tell(DigestView.of(checked), arguments, report);
    if (checked.refused()) {
      return report.refused();
    }
    if (checked.alreadySo()) {
      return alreadySo(checked, report);
    }
    report.wouldDo(machine, checked.plan());
    return ExitCode.DONE;
  }

  private static ExitCode performed(
      RemapOperation operation, ParseResult arguments, Session session) {
    Report report = session.report();
    Result result =
        operation.perform(
            Submission.of(
                session.configuredMachine(),
                RequestedWords.of(arguments.originalArgs()),
                session.interruption()),
            checked -> compared(checked, report));
    return switch (result) {
      case Result.Refused _ -> report.refused();
      case Result.AlreadySo(Checked checked) -> alreadySo(checked, report);
      case Result.Done(Checked checked) -> {
        report.result(ReportOutcome.DONE, DONE);
        checked.untilReboot().forEach(line -> report.note(Style.PLAIN, line));
        yield ExitCode.DONE;
      }
    };
  }

  /** Tells which devices have moved, then the findings. */
  private static void compared(Checked checked, Report report) {
    RemapView moved = RemapView.of(checked);
    report.members(moved);
    for (RemapView.Entry entry : moved.moves()) {
      report.line(
          Style.BOLD,
          "%s is now %s (%s)"
              .formatted(entry.from(), entry.moved().to(), entry.moved().certainty().word()));
      entry.lines().forEach(line -> report.line(Style.PLAIN, "  " + line));
    }
    report.findings(checked);
  }

  private static ExitCode alreadySo(Checked checked, Report report) {
    if (!checked.hasRecords()) {
      report.result(
          ReportOutcome.NOTHING,
          "no device is recorded; 'gangway hardware --acknowledge' records all");
      return ExitCode.NOTHING;
    }
    report.result(ReportOutcome.ALREADY_SO, "no setting names a recorded device that has moved");
    return ExitCode.DONE;
  }
}
