package gangway.cli;

import gangway.handover.Request;
import gangway.handover.Request.Reach;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code gangway detach}: takes functions from a guest. */
final class DetachCommand implements Command {
  private static final String CONFIG = "--config";

  @Override
  public CommandSpec spec() {
    return HandoverRun.spec(
            "detach",
            Options.flag(CONFIG, "Only in the guest's definition."),
            "Takes functions from a guest, back into pciback.")
        .addPositional(Options.argument("0", "GUEST", "The guest's name."))
        .addPositional(Options.arguments(1, "ADDRESS", "The functions."));
  }

  @Override
  public ExitCode run(ParseResult arguments, Session session) {
    String guest = arguments.matchedPositionalValue(0, "");
    Set<Reach> reach = HandoverRun.reach(arguments, CONFIG);
    return HandoverRun.run(
        session,
        arguments,
        host ->
            new Request.Detach(
                guest,
                HandoverRun.functions(host, arguments.matchedPositionalValue(1, new String[0])),
                reach.isEmpty() ? Reach.of(guest, host) : reach));
  }
}
