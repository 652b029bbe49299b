package gangway.cli;

import gangway.operation.GuardChange;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code gangway guard remove}: restores Xen's tools. */
final class GuardRemove implements Command {

  @Override
  public CommandSpec spec() {
    CommandSpec spec = Options.command("remove", "Remove the guard, and restore Xen's tools.");
    return Options.examples(SettingCommand.options(spec), "gangway guard remove");
  }

  @Override
  public ExitCode run(ParseResult arguments, Session session) {
    return new SettingCommand(
            new GuardChange.Remove(Launcher.path()),
            "guard removed; Xen's tools no longer ask Gangway")
        .run(arguments, session, session::actingMachine);
  }
}
