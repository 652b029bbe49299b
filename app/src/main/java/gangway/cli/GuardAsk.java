package gangway.cli;

import gangway.Problem;
import gangway.guard.Refusals;
import gangway.guard.XlCall;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code gangway guard ask}: what the wrapper script of xl calls. */
final class GuardAsk implements Command {

  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Options.command(
                "ask",
                "Report whether a command of xl is safe. The wrapper scripts call this.",
                "Exit code 3 if the command would endanger a guest.")
            .addPositional(Options.arguments(0, "WORD", "The arguments of xl."));
    return Options.examples(spec, "gangway guard ask -- save pv1 /srv/pv1.image");
  }

  @Override
  public ExitCode run(ParseResult arguments, Session session) {
    List<String> words = List.of(arguments.matchedPositionalValue(0, new String[0]));
    session.mustBeRoot(GuardCommand.ROOT_SEES_DEVICES);
    Optional<Problem> refusal = new Refusals(session.actingMachine()).of(XlCall.parse(words));
    refusal.ifPresent(session.console()::report);
    return refusal.isPresent() ? ExitCode.REFUSED : ExitCode.DONE;
  }
}
