package gangway.cli;

import gangway.guard.ToolGuards;
import gangway.machine.WritableMachine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code gangway guard remove}: restores Xen's tools. */
final class GuardRemove implements Command {

  @Override
  public CommandSpec spec() {
    CommandSpec spec = Options.command("remove", "Remove the guard, and restore Xen's tools.");
    return Options.examples(Options.reports(spec), "gangway guard remove");
  }

  @Override
  public ExitCode run(ParseResult arguments, Session session) {
    WritableMachine machine = session.actingMachine();
    return GuardInstall.perform(
        ToolGuards.read(machine, Launcher.path()).remove(),
        machine,
        session.report(),
        "guard removed; Xen's tools no longer ask Gangway");
  }
}
