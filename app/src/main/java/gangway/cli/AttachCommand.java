package gangway.cli;

import gangway.handover.Request;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code gangway attach}: gives hidden functions to a guest. */
final class AttachCommand implements Command {

  @Override
  public CommandSpec spec() {
    return HandoverRun.guestSpec("attach", "Gives hidden functions to a guest.");
  }

  @Override
  public ExitCode run(ParseResult arguments, Session session) {
    return HandoverRun.onGuest(session, arguments, Request.Attach::new);
  }
}
