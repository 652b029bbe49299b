package gangway.cli;

import gangway.handover.Request;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code gangway detach}: takes functions back from a guest. */
final class DetachCommand implements Command {

  @Override
  public CommandSpec spec() {
    return HandoverRun.guestSpec("detach", "Takes functions from a guest, back into pciback.");
  }

  @Override
  public ExitCode run(ParseResult arguments, Session session) {
    return HandoverRun.onGuest(session, arguments, Request.Detach::new);
  }
}
