package gangway.cli;

import gangway.guard.GuestRisk;
import gangway.guard.LibvirtFile;
import gangway.guard.NotCovered;
import gangway.guard.Risks;
import gangway.guard.ToolGuard;
import gangway.guard.ToolGuards;
import gangway.guard.WrapperSteps;
import gangway.view.GuardView;
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
      session.console().json(GuardView.of(guards, risks));
    } else {
      guards.all().forEach(guard -> print(session.console(), guard));
      guards.orphans().forEach(orphan -> print(session.console(), orphan));
      guards.libvirt().stream()
          .filter(file -> file.status() != ToolGuard.Status.UNSUPPORTED)
          .forEach(file -> print(session.console(), file));
      risks.forEach(guest -> print(session.console(), guest));
      NotCovered.of(risks).forEach(line -> session.console().line(Style.YELLOW, line));
    }
    return guards.complete() ? ExitCode.DONE : ExitCode.FAILED;
  }

  private static void print(Console console, ToolGuard guard) {
    boolean guarded = guard.status() == ToolGuard.Status.GUARDED;
    console.line(
        guarded ? Style.GREEN : Style.RED, (guarded ? "guarded: " : "not guarded: ") + guard);
  }

  private static void print(Console console, WrapperSteps orphan) {
    console.line(
        Style.PLAIN,
        ("guards nothing: %s is a wrapper script whose tool is gone; to remove it:"
                + " 'gangway guard remove'")
            .formatted(orphan.tool()));
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
}
