package gangway.cli;

import gangway.Problem;
import gangway.config.Configuration;
import gangway.config.PolicySetting;
import gangway.guard.ShutdownPolicies.Policy;
import gangway.operation.ShutdownOperation;
import java.util.Optional;
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
    boolean configured = isUsable(session);
    boolean none =
        ShutdownOperation.perform(
            configured ? session.configuredMachine() : session.actingMachine(),
            configured ? policy(session.configuration()) : Policy.SHUTDOWN,
            new GuestsShutdown(session.console(), session.report()));
    return none ? ExitCode.DONE : ExitCode.FAILED;
  }

  /**
   * Whether the configuration can be used. If not, the guests are shut down with the defaults all
   * the same, because the host does not wait: without an orderly shutdown, the guests lose data.
   */
  private static boolean isUsable(Session session) {
    Optional<Problem> unusable = session.unusableConfiguration();
    unusable.ifPresent(problem -> {
      session.console().report(problem);
      session
          .console()
          .complain(Style.YELLOW, "the host shuts down, so the defaults of all settings are used");
    });
    return unusable.isEmpty();
  }

  private static Policy policy(Configuration configuration) {
    return Policy.of(configuration.policy(PolicySetting.GUESTS_AT_RISK)).orElseThrow();
  }
}
