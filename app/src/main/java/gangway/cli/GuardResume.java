package gangway.cli;

import gangway.Problem;
import gangway.migration.GuestRestore;
import gangway.operation.SavedGuests;
import gangway.view.ReportOutcome;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code gangway guard resume}: what a systemd unit calls when the host is up again. */
final class GuardResume implements Command {

  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Options.command(
            "resume",
            "Restore the guests that 'gangway guard shutdown' saved, with their devices.");
    return Options.examples(Options.reports(spec), "gangway guard resume");
  }

  @Override
  public ExitCode run(ParseResult arguments, Session session) {
    session.mustBeRoot("only root can restore a guest");
    Report report = session.report();
    ExitCode exit = ExitCode.DONE;
    List<Path> images = new SavedGuests(session.actingMachine()).waiting();
    if (images.isEmpty()) {
      // at most boots there is nothing to do, so an error in the configuration does no harm
      return exit;
    }
    SavedGuests saved = new SavedGuests(session.configuredMachine());
    for (Path image : images) {
      try {
        GuestRestore restored = saved.restore(image, report);
        report.result(
            ReportOutcome.DONE,
            Optional.of(restored.guest()),
            "guest %s is restored".formatted(restored.guest()));
      } catch (RuntimeException | Error fault) {
        // the other guests do not depend on this one
        exit = exit.worse(report.problem(image.toString(), Problem.because(fault)));
      }
    }
    return exit;
  }
}
