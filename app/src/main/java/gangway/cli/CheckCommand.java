package gangway.cli;

import gangway.check.Verdict;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code gangway check}: all there is to say about a request, which is not carried out. */
final class CheckCommand implements Command {
  private final List<Handover> meant;

  /**
   * @param meant the requests to describe
   */
  CheckCommand(List<Handover> meant) {
    this.meant = meant;
  }

  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Options.command("check", "Says all there is to say about a request, and changes nothing.");
    for (Handover handover : meant) {
      spec.addSubcommand(
          handover.word(), handover.spec().addOption(Options.flag("--json", "Print JSON.")));
    }
    return spec;
  }

  @Override
  public ExitCode run(ParseResult arguments, Session session) {
    ParseResult request = arguments.subcommand();
    Handover handover = Handover.valueOf(request.commandSpec().name().toUpperCase(Locale.ROOT));
    Verdict verdict = handover.asked(session.machine(), request).verdict();
    Console console = session.console();
    if (request.hasMatchedOption("--json")) {
      Json.print(console, json -> Findings.write(json, verdict));
    } else {
      new Findings(console::line).print(verdict);
      console.line(
          verdict.refused() ? Style.RED : Style.GREEN,
          verdict.refused()
              ? "'" + handover.word() + "' would be refused"
              : "nothing blocks '" + handover.word() + "'");
    }
    return verdict.refused() ? ExitCode.REFUSED : ExitCode.DONE;
  }
}
