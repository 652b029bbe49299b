package gangway.cli;

import gangway.migration.GuestSave;
import gangway.migration.ImagePlace;
import gangway.operation.Attempt;
import gangway.operation.SaveOperation;
import gangway.operation.SaveOperation.Manner;
import gangway.operation.StatePlan;
import gangway.operation.Submission;
import gangway.pci.PciAddress;
import gangway.view.DigestView;
import gangway.view.ReportOutcome;
import java.nio.file.Path;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code gangway save}: saves a guest that has devices. */
final class SaveCommand implements Command {

  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Options.command(
                "save",
                "Save a guest that has devices to a file.",
                "Detaches the guest's devices, saves its state, and ends it. If this fails, the"
                    + " guest continues and gets its devices back.")
            .addOption(Options.dryRun())
            .addOption(Options.digest())
            .addOption(
                Options.flag(
                    "--cold",
                    "Shut the guest down and record its devices: for a guest that would crash when"
                        + " it is saved."))
            .addPositional(Options.argument("0", "GUEST", "The guest's name."))
            .addPositional(
                Options.argument(
                    "1", "FILE", "The file to write. FILE.gangway records the guest's devices."));
    return Options.examples(
        Options.reports(spec),
        "gangway save pv1 /srv/pv1.image",
        "gangway save --cold pv1 /srv/pv1.image");
  }

  @Override
  public ExitCode run(ParseResult arguments, Session session) {
    String guest = arguments.matchedPositionalValue(0, "");
    Path image = Path.of(arguments.matchedPositionalValue(1, "")).toAbsolutePath().normalize();
    SaveOperation save =
        new SaveOperation(
            guest, new ImagePlace(image), cold(arguments) ? Manner.COLD : Manner.STATE);
    Report report = session.report();
    session.mustBeRoot("only root can see which guests have, or had, devices");
    if (arguments.hasMatchedOption("--dry-run")) {
      StatePlan planned = save.planned(save.check(session.machine()));
      DigestOption.tell(DigestView.of(planned), arguments, report);
      if (planned.refused(DigestOption.of(arguments), report)) {
        return report.refused();
      }
      report.wouldDo(session.machine(), planned.plan());
      return ExitCode.DONE;
    }
    Attempt<GuestSave> attempt =
        save.perform(
            Submission.of(
                session.configuredMachine(),
                RequestedWords.of(arguments.originalArgs()),
                session.interruption()),
            DigestOption.of(arguments));
    if (attempt.refused()) {
      return report.refused();
    }
    GuestSave saving = attempt.planned();
    String done = cold(arguments) ? "is shut down" : "is saved in " + image;
    report.result(ReportOutcome.DONE, "guest %s %s%s".formatted(guest, done, had(saving)));
    report.note(Style.PLAIN, "  gangway restore " + image);
    return ExitCode.DONE;
  }

  private static boolean cold(ParseResult arguments) {
    return arguments.hasMatchedOption("--cold");
  }

  private static String had(GuestSave saving) {
    return saving.functions().isEmpty()
        ? ""
        : saving.functions().stream()
            .map(PciAddress::toString)
            .collect(Collectors.joining(", ", ", which had ", ""));
  }
}
