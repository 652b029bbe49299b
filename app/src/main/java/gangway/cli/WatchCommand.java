package gangway.cli;

import gangway.Problem;
import gangway.guard.GuestRisk;
import gangway.guard.Watch;
import gangway.journal.Author;
import gangway.machine.WritableMachine;
import gangway.xen.guest.Domain;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/**
 * {@code gangway watch}: records which guests have had devices, and reports if one of them is saved
 * or migrated.
 *
 * <p>See docs/decisions/0033-the-service-and-the-watch-are-two-units.md.
 */
final class WatchCommand implements Command {

  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Options.command(
            "watch",
            "Report when a guest with devices is saved or migrated.",
            "Also records which guests have had devices. Runs until it is stopped;"
                + " systemd/gangway-watch.service runs it as a service.");
    return Options.examples(spec.addOption(Options.jsonLines()), "gangway watch");
  }

  @Override
  public ExitCode run(ParseResult arguments, Session session) {
    session.mustBeRoot("only root can see which guests have devices");
    WritableMachine machine = session.actingMachine();
    Watch.follow(machine, Author.present(machine), new Telling(session.report()), () -> true);
    return ExitCode.DONE;
  }

  record Telling(Report report) implements Watch.Audience {
    @Override
    public void follows(int guests) {
      line("watching", "", Style.PLAIN, "watching XenStore; running guests: " + guests);
    }

    @Override
    public void hasDevice(Domain guest) {
      line("has-device", guest.name(), Style.PLAIN, guest + " has a device");
    }

    @Override
    public void notRecorded(Domain guest, Problem why) {
      line(
          "not-recorded",
          guest.name(),
          Style.YELLOW,
          "%s must not be saved: its record could not be written; 'gangway watch' tries again: %s"
              .formatted(guest, String.join("; ", why.lines())));
    }

    @Override
    public void suspends(GuestRisk guest) {
      line(
          "at-risk",
          guest.domain().name(),
          Style.RED,
          "%s is being saved or migrated, although it %s; it may crash when it continues"
              .formatted(guest.domain(), guest.risk()));
    }

    private void line(String event, String guest, Style style, String text) {
      report.event(event, guest, style, text);
    }
  }
}
