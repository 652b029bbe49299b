package gangway.cli;

import gangway.guard.GuestRisk;
import gangway.guard.LibvirtFile;
import gangway.guard.Risks;
import gangway.guard.ToolGuard;
import gangway.guard.ToolGuards;
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
    ToolGuards guards = ToolGuards.read(session.machine(), Launcher.path());
    List<GuestRisk> risks = Risks.read(session.machine());
    if (arguments.hasMatchedOption("--json")) {
      Json.print(session.console(), generator -> write(generator, guards, risks));
    } else {
      guards.all().forEach(guard -> print(session.console(), guard));
      guards.libvirt().stream()
          .filter(file -> file.status() != ToolGuard.Status.UNSUPPORTED)
          .forEach(file -> print(session.console(), file));
      risks.forEach(guest -> print(session.console(), guest));
    }
    return guards.complete() ? ExitCode.DONE : ExitCode.FAILED;
  }

  private static void print(Console console, ToolGuard guard) {
    boolean guarded = guard.status() == ToolGuard.Status.GUARDED;
    console.line(
        guarded ? Style.GREEN : Style.RED, (guarded ? "guarded: " : "not guarded: ") + guard);
  }

  private static void print(Console console, LibvirtFile file) {
    boolean effective = file.status() == ToolGuard.Status.GUARDED && file.effective();
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

  private static void write(JsonWriter json, ToolGuards guards, List<GuestRisk> risks) {
    json.member("complete", guards.complete());
    json.beginArray("tools");
    for (ToolGuard guard : guards.all()) {
      json.beginObject();
      json.member("path", guard.tool().toString());
      json.member("status", toolStatus(guard.status()));
      json.endObject();
    }
    json.endArray();
    json.beginArray("libvirt");
    for (LibvirtFile file : guards.libvirt()) {
      json.beginObject();
      json.member("file", file.kind().file().toString());
      json.member("status", fileStatus(file.status()));
      json.member("effective", file.effective());
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

  private static String toolStatus(ToolGuard.Status status) {
    return switch (status) {
      case GUARDED -> "guarded";
      case UNGUARDED -> "unguarded";
      case OUTDATED -> "outdated";
      case UNSUPPORTED -> "unsupported";
    };
  }

  private static String fileStatus(ToolGuard.Status status) {
    return switch (status) {
      case GUARDED -> "installed";
      case UNGUARDED -> "missing";
      case OUTDATED -> "outdated";
      case UNSUPPORTED -> "unsupported";
    };
  }
}
