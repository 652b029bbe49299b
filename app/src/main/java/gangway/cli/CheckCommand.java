package gangway.cli;

import gangway.check.Verdict;
import gangway.operation.RequestOperation;
import gangway.view.VerdictView;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code gangway check}: prints all findings of a request, and does not perform it. */
final class CheckCommand implements Command {
  private final List<FunctionRequests> meant;

  /**
   * @param meant the requests to describe to the parser
   */
  CheckCommand(List<FunctionRequests> meant) {
    this.meant = meant;
  }

  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Options.command(
            "check", "Report whether a request would be refused, and why.", "Changes nothing.");
    for (FunctionRequests handover : meant) {
      CommandSpec request = handover.spec().addOption(Options.json());
      request
          .usageMessage()
          .footer(
              Stream.of(request.usageMessage().footer())
                  .map(line -> line.replace("gangway ", "gangway check "))
                  .toArray(String[]::new));
      spec.addSubcommand(handover.word(), request);
    }
    return Options.examples(
        spec, "gangway check hide 09:00.0", "gangway check attach pv1 09:00.0 --json");
  }

  @Override
  public ExitCode run(ParseResult arguments, Session session) {
    ParseResult request = arguments.subcommand();
    FunctionRequests handover =
        FunctionRequests.valueOf(request.commandSpec().name().toUpperCase(Locale.ROOT));
    Verdict verdict =
        new RequestOperation(handover.source(request, session::configuration))
            .check(session.machine())
            .verdict();
    Console console = session.console();
    session.warnOfConfiguration(console::report);
    if (request.hasMatchedOption("--json")) {
      console.json(VerdictView.of(verdict, session.acceptPolicy()));
    } else {
      new FindingsPrinter(console::line, session.acceptPolicy()).print(verdict);
      console.line(
          verdict.refused() ? Style.RED : Style.GREEN,
          verdict.refused()
              ? "'" + handover.word() + "' would be refused"
              : "nothing blocks '" + handover.word() + "'");
    }
    return verdict.refused() ? ExitCode.REFUSED : ExitCode.DONE;
  }
}
