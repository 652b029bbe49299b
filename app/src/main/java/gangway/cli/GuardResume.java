package gangway.cli;

import gangway.Problem;
import gangway.migration.GuestRestore;
import gangway.operation.SavedGuests;
import java.nio.file.Path;
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
    return Options.examples(spec, "gangway guard resume");
  }

  @Override
  public ExitCode run(ParseResult arguments, Session session) {
    session.mustBeRoot("only root can restore a guest");
    Console console = session.console();
    SavedGuests saved = new SavedGuests(session.configuredMachine());
    ExitCode exit = ExitCode.DONE;
    for (Path image : saved.waiting()) {
      try {
        GuestRestore restored = saved.restore(image, new ConsoleProgress(console));
        console.line(Style.GREEN, "done: guest %s is restored".formatted(restored.guest()));
      } catch (Problem why) {
        console.report(why);
        exit = ExitCode.of(why.kind());
      }
    }
    return exit;
  }
}
