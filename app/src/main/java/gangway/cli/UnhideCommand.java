package gangway.cli;

import gangway.handover.Request;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code gangway unhide}: gives hidden functions back to dom0. */
final class UnhideCommand implements Command {

  @Override
  public CommandSpec spec() {
    return HandoverRun.functionsSpec(
        "unhide", "Gives hidden functions back to their drivers in dom0.");
  }

  @Override
  public ExitCode run(ParseResult arguments, Session session) {
    return HandoverRun.onFunctions(session, arguments, Request.Unhide::new);
  }
}
