package gangway.cli;

import gangway.handover.Request;
import gangway.handover.Request.Reach;
import java.util.EnumSet;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code gangway hide}: takes functions from dom0, for guests to have. */
final class HideCommand implements Command {
  private static final String BOOT = "--boot";

  @Override
  public CommandSpec spec() {
    return HandoverRun.spec(
            "hide",
            Options.flag(BOOT, "Only from the next boot on."),
            "Takes functions from their drivers in dom0 and holds them in pciback.")
        .addPositional(Options.arguments(0, "ADDRESS", "The functions."));
  }

  @Override
  public ExitCode run(ParseResult arguments, Session session) {
    Set<Reach> reach = HandoverRun.reach(arguments, BOOT);
    return HandoverRun.run(
        session,
        arguments,
        host ->
            new Request.Hide(
                HandoverRun.functions(host, arguments.matchedPositionalValue(0, new String[0])),
                reach.isEmpty() ? EnumSet.allOf(Reach.class) : reach));
  }
}
