package gangway.cli;

import gangway.migration.GuestRestore;
import gangway.operation.Attempt;
import gangway.operation.RestoreOperation;
import gangway.operation.StatePlan;
import gangway.operation.Submission;
import gangway.pci.PciAddress;
import gangway.view.DigestView;
import gangway.view.ReportOutcome;
import java.nio.file.Path;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code gangway restore}: restores a saved guest, and gives it its devices again. */
final class RestoreCommand implements Command {

  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Options.command("restore", "Restore a saved guest with its devices.")
            .addOption(Options.dryRun())
            .addOption(Options.digest())
            .addOption(Replacements.option())
            .addPositional(Options.argument("0", "FILE", "The file that 'gangway save' wrote."));
    return Options.examples(
        Options.reports(spec),
        "gangway restore /srv/pv1.image",
        "gangway restore --map 09:00.0=04:00.0 /srv/pv1.image");
  }

  @Override
  public ExitCode run(ParseResult arguments, Session session) {
    Path image = Path.of(arguments.matchedPositionalValue(0, "")).toAbsolutePath().normalize();
    Report report = session.report();
    session.mustBeRoot("only root can restore a guest");
    RestoreOperation restore = new RestoreOperation(image, Replacements.of(arguments));
    if (arguments.hasMatchedOption("--dry-run")) {
      GuestRestore restoring = restore.check(session.machine());
      StatePlan planned = restore.planned(restoring);
      DigestOption.tell(DigestView.of(planned), arguments, report);
      if (planned.refused(DigestOption.of(arguments), report)) {
        return report.refused();
      }
      report.wouldDo(session.machine(), planned.plan());
      if (!restoring.later().isEmpty()) {
        report.note(Style.BOLD, "then: gangway " + restoring.attachWords());
      }
      return ExitCode.DONE;
    }
    Attempt<RestoreOperation.Restored> attempt =
        restore.perform(
            Submission.of(
                session.configuredMachine(),
                RequestedWords.of(arguments.originalArgs()),
                session.interruption()),
            DigestOption.of(arguments));
    if (attempt.refused()) {
      return report.refused();
    }
    RestoreOperation.Restored restored = attempt.planned();
    GuestRestore restoring = restored.restoring();
    report.result(
        ReportOutcome.DONE, "guest %s is restored%s".formatted(restoring.guest(), has(restoring)));
    restored.remarks().forEach(report::remark);
    return ExitCode.DONE;
  }

  private static String has(GuestRestore restoring) {
    return restoring.functions().isEmpty()
        ? ""
        : restoring.functions().stream()
            .map(PciAddress::toString)
            .collect(Collectors.joining(", ", ", with ", ""));
  }
}
