package gangway.cli;

import gangway.Problem;
import gangway.journal.Journal;
import gangway.journal.Operation;
import gangway.view.EventView;
import gangway.view.HistoryView;
import gangway.view.OperationView;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code gangway history}: lists earlier operations with user, time and outcome. */
final class HistoryCommand implements Command {
  private static final int MAX_LISTED = 20;

  /** As wide as a time. */
  private static final String NO_TIME = " ".repeat(19);

  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Options.command("history", "List operations: who changed what, when, and the outcome.")
            .addOption(
                Options.flag(
                    "--all", "List all operations (default: the last %d).".formatted(MAX_LISTED)))
            .addOption(Options.json())
            .addPositional(
                Options.optional("0", "ID", "Show every event of this operation, as listed."));
    return Options.examples(
        spec, "gangway history --all", "gangway history 20261129T020918.551-4711");
  }

  @Override
  public ExitCode run(ParseResult arguments, Session session) {
    Journal journal = new Journal(session.machine());
    List<Operation> runs =
        Stream.concat(journal.closed().stream(), journal.open().stream()).toList();
    String wanted = arguments.matchedPositionalValue(0, "");
    if (!wanted.isEmpty()) {
      runs = List.of(named(runs, wanted));
    } else if (!arguments.hasMatchedOption("--all")) {
      runs = runs.subList(Math.max(0, runs.size() - MAX_LISTED), runs.size());
    }
    Console console = session.console();
    if (arguments.hasMatchedOption("--json")) {
      console.json(HistoryView.of(runs, journal));
    } else if (!wanted.isEmpty()) {
      print(runs.getFirst(), journal, console);
    } else if (!runs.isEmpty()) {
      table(runs, journal).print(console);
    }
    if (runs.isEmpty()) {
      console.complain(Style.PLAIN, "gangway has changed nothing on this host yet");
      return ExitCode.NOTHING;
    }
    return ExitCode.DONE;
  }

  private static Operation named(List<Operation> runs, String id) {
    return runs.stream()
        .filter(run -> run.id().equals(id))
        .findFirst()
        .orElseThrow(() ->
            Problem.usage(
                "there is no operation '" + id + "'", "'gangway history --all' lists them"));
  }

  private static Table table(List<Operation> runs, Journal journal) {
    Table table = new Table("ID", "STARTED", "USER", "OUTCOME", "COMMAND");
    for (Operation run : runs) {
      table.row(
          run.id(),
          Times.of(run.begun()),
          run.author().toString(),
          OperationView.of(run, journal).outcome(),
          run.command());
    }
    return table;
  }

  private static void print(Operation run, Journal journal, Console console) {
    OperationView view = OperationView.of(run, journal);
    console.line(Style.BOLD, "gangway " + run.command());
    Facts facts = new Facts(console);
    facts.print("user", "%s, process %d".formatted(run.author(), run.author().pid()));
    facts.print("outcome", view.outcome());
    facts.print("evidence", view.evidence());
    facts.print("original files", journal.copies(run).stream().map(Path::toString).toList());
    for (EventView event : view.events()) {
      for (int i = 0; i < event.lines().size(); i++) {
        String time = i == 0 ? Times.of(event.time()) : NO_TIME;
        console.line(time + "  " + event.lines().get(i));
      }
    }
  }
}
