package gangway.cli;

import gangway.handover.Request;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code gangway hide}: takes functions from dom0, for guests to have. */
final class HideCommand implements Command {

  @Override
  public CommandSpec spec() {
    return HandoverRun.functionsSpec(
        "hide", "Takes functions from their drivers in dom0 and holds them in pciback.");
  }

  @Override
  public ExitCode run(ParseResult arguments, Session session) {
    return HandoverRun.onFunctions(session, arguments, Request.Hide::new);
  }
}
