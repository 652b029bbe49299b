package gangway.cli;

import gangway.operation.GuardChange;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code gangway guard install}: makes Xen's tools ask Gangway first. */
final class GuardInstall implements Command {

  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Options.command(
            "install",
            "Make Xen's tools ask gangway before they save, migrate or restore a guest.");
    return Options.examples(
        SettingCommand.options(spec), "gangway guard install --dry-run", "gangway guard install");
  }

  /** Not stopped by errors in the configuration: the guard must be renewed after an update. */
  @Override
  public ExitCode run(ParseResult arguments, Session session) {
    return new SettingCommand(
            new GuardChange.Install(Launcher.path()),
            "Xen's tools ask Gangway before a guest is saved, migrated or restored")
        .run(arguments, session, session::actingMachine);
  }
}
