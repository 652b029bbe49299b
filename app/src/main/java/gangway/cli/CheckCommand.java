package gangway.cli;

import gangway.operation.RequestOperation;
import gangway.operation.RequestOperation.Checked;
import gangway.view.CheckView;
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
        spec, "gangway check hide 09:00.0", "gangway check assign pv1 09:00.0 --json");
  }

  @Override
  public ExitCode run(ParseResult arguments, Session session) {
    ParseResult request = arguments.subcommand();
    FunctionRequests handover =
        FunctionRequests.valueOf(request.commandSpec().name().toUpperCase(Locale.ROOT));
    Checked checked =
        new RequestOperation(handover.source(request, session::configuration))
            .check(session.machine());
    Console console = session.console();
    session.warnOfConfiguration(console::report);
    if (request.hasMatchedOption("--json")) {
      console.json(CheckView.of(checked.planned(), session.acceptPolicy()));
    } else {
      new FindingsPrinter(console::line, session.acceptPolicy()).print(checked);
      // only the plan shows whether the boot settings and definitions can be edited
      checked.planned();
      console.line(
          checked.refused() ? Style.RED : Style.GREEN,
          checked.refused()
              ? "'" + handover.word() + "' would be refused"
              : "nothing blocks '" + handover.word() + "'");
    }
    return checked.refused() ? ExitCode.REFUSED : ExitCode.DONE;
  }
}
