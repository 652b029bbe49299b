package gangway.cli;

import gangway.handover.Request;
import gangway.handover.Request.Reach;
import java.util.EnumSet;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code gangway unhide}: gives hidden functions back to dom0. */
final class UnhideCommand implements Command {
  private static final String BOOT = "--boot";

  @Override
  public CommandSpec spec() {
    return HandoverRun.spec(
            "unhide",
            Options.flag(BOOT, "Only from the next boot on."),
            "Gives hidden functions back to their drivers in dom0.")
        .addPositional(Options.arguments(0, "ADDRESS", "The functions."));
  }

  @Override
  public ExitCode run(ParseResult arguments, Session session) {
    Set<Reach> reach = HandoverRun.reach(arguments, BOOT);
    return HandoverRun.run(
        session,
        arguments,
        host ->
            new Request.Unhide(
                HandoverRun.functions(host, arguments.matchedPositionalValue(0, new String[0])),
                reach.isEmpty() ? EnumSet.allOf(Reach.class) : reach));
  }
}
