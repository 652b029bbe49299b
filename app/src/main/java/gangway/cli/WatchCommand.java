package gangway.cli;

import gangway.guard.GuestRisk;
import gangway.guard.Watch;
import gangway.journal.Author;
import gangway.machine.ActingMachine;
import gangway.toolstack.Domain;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code gangway watch}: knows who has had devices, and tells who is suspended all the same. */
final class WatchCommand implements Command {

  @Override
  public CommandSpec spec() {
    return Options.command(
        "watch",
        "Keeps in mind which guests have had devices, whoever gave them, and tells of guests at"
            + " risk that are saved or migrated all the same. It runs until it is ended.");
  }

  @Override
  public ExitCode run(ParseResult arguments, Session session) {
    session.mustBeRoot("only root can see which guests have devices");
    ActingMachine machine = session.actingMachine();
    Watch.follow(machine, Author.present(machine), new Telling(session.console()), () -> true);
    return ExitCode.DONE;
  }

  private record Telling(Console console) implements Watch.Audience {
    @Override
    public void follows(int guests) {
      line(Style.PLAIN, "watching XenStore; guests that run already: " + guests);
    }

    @Override
    public void hasDevice(Domain guest) {
      line(Style.PLAIN, guest + " has a device");
    }

    @Override
    public void suspends(GuestRisk guest) {
      line(
          Style.RED,
          "%s is being saved or migrated, and %s; it may be dead when it is back"
              .formatted(guest.domain(), guest.risk()));
    }

    private void line(Style style, String text) {
      console.line(style, text);
      console.flush();
    }
  }
}
