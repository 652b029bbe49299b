package gangway.cli;

import gangway.operation.ShutdownOperation;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code gangway guard shutdown}: what a systemd unit calls when the host shuts down. */
final class GuardShutdown implements Command {

  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Options.command(
            "shutdown",
            "Shut down or save the guests at risk, because the host shuts down.",
            "The policy of each guest decides ('gangway shutdown-policy').");
    return Options.examples(Options.reports(spec), "gangway guard shutdown");
  }

  @Override
  public ExitCode run(ParseResult arguments, Session session) {
    session.mustBeRoot(GuardCommand.ROOT_SEES_DEVICES);
    boolean none =
        ShutdownOperation.perform(
            session.actingMachine(), new GuestsShutdown(session.console(), session.report()));
    return none ? ExitCode.DONE : ExitCode.FAILED;
  }
}
