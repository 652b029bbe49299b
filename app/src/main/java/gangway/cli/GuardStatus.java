package gangway.cli;

import gangway.guard.GuestRisk;
import gangway.guard.LibvirtFile;
import gangway.guard.Lock;
import gangway.guard.Locks;
import gangway.guard.Risks;
import gangway.json.JsonWriter;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code gangway guard status}: shows which tools are guarded, and which guests are at risk. */
final class GuardStatus implements Command {

  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Options.command("status", "Show which tools are guarded, and which guests are at risk.")
            .addOption(Options.json());
    return Options.examples(spec, "gangway guard status", "gangway guard status --json");
  }

  @Override
  public ExitCode run(ParseResult arguments, Session session) {
    session.mustBeRoot(GuardCommand.ROOT_SEES_DEVICES);
    Locks locks = Locks.read(session.machine(), Launcher.path());
    List<GuestRisk> risks = Risks.read(session.machine());
    if (arguments.hasMatchedOption("--json")) {
      Json.print(session.console(), generator -> write(generator, locks, risks));
    } else {
      locks.all().forEach(lock -> print(session.console(), lock));
      locks.libvirt().stream()
          .filter(file -> file.standing() != Lock.Standing.WITHOUT)
          .forEach(file -> print(session.console(), file));
      risks.forEach(guest -> print(session.console(), guest));
    }
    return locks.complete() ? ExitCode.DONE : ExitCode.FAILED;
  }

  private static void print(Console console, Lock lock) {
    boolean guarded = lock.standing() == Lock.Standing.LOCKED;
    console.line(
        guarded ? Style.GREEN : Style.RED, (guarded ? "guarded: " : "not guarded: ") + lock);
  }

  private static void print(Console console, LibvirtFile file) {
    boolean effective = file.standing() == Lock.Standing.LOCKED && file.heeded();
    console.line(
        effective ? Style.GREEN : Style.PLAIN,
        (effective ? "effective: " : "not effective: ") + file);
  }

  private static void print(Console console, GuestRisk guest) {
    boolean present = guest.risk().present();
    console.line(
        present ? Style.YELLOW : Style.PLAIN,
        (present ? "at risk: " : "safe: ") + guest.domain() + " " + guest.risk());
  }

  private static void write(JsonWriter json, Locks locks, List<GuestRisk> risks) {
    json.member("complete", locks.complete());
    json.beginArray("tools");
    for (Lock lock : locks.all()) {
      json.beginObject();
      json.member("path", lock.tool().toString());
      json.member("status", toolStatus(lock.standing()));
      json.endObject();
    }
    json.endArray();
    json.beginArray("libvirt");
    for (LibvirtFile file : locks.libvirt()) {
      json.beginObject();
      json.member("file", file.kind().file().toString());
      json.member("status", fileStatus(file.standing()));
      json.member("effective", file.heeded());
      json.endObject();
    }
    json.endArray();
    json.beginArray("guests");
    for (GuestRisk guest : risks) {
      json.beginObject();
      json.member("name", guest.domain().name());
      json.member("domid", guest.domain().domid());
      json.member("atRisk", guest.risk().present());
      json.member("reason", guest.risk().toString());
      json.endObject();
    }
    json.endArray();
  }

  private static String toolStatus(Lock.Standing standing) {
    return switch (standing) {
      case LOCKED -> "guarded";
      case OPEN -> "unguarded";
      case OUTDATED -> "outdated";
      case WITHOUT -> "unsupported";
    };
  }

  private static String fileStatus(Lock.Standing standing) {
    return switch (standing) {
      case LOCKED -> "installed";
      case OPEN -> "missing";
      case OUTDATED -> "outdated";
      case WITHOUT -> "unsupported";
    };
  }
}
