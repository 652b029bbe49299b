package gangway.cli;

import gangway.Problem;
import gangway.journal.EndedOperations;
import gangway.journal.Journal;
import gangway.journal.OpenOperations;
import gangway.journal.Operation;
import gangway.journal.UnreadableOperation;
import gangway.view.ChangedFileView;
import gangway.view.EventView;
import gangway.view.HistoryView;
import gangway.view.OperationDetailsView;
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
                    "--all", "List all operations (default: the last %s).".formatted(MAX_LISTED)))
            .addOption(Options.json())
            .addPositional(
                Options.optional(
                    "0",
                    "ID",
                    "The ID of a listed operation: show all its events, and the files that it"
                        + " changed."));
    return Options.examples(
        spec, "gangway history --all", "gangway history 20261129T020918.551-4711");
  }

  @Override
  public ExitCode run(ParseResult arguments, Session session) {
    session.mustBeRoot("only root can read the history of operations");
    Journal journal = new Journal(session.machine());
    EndedOperations ended = journal.ended();
    OpenOperations open = journal.running();
    List<Operation> readable = joined(ended.readable(), open.readable());
    List<UnreadableOperation> unreadable = joined(ended.unreadable(), open.unreadable());
    String wanted = arguments.matchedPositionalValue(0, "");
    if (!wanted.isEmpty()) {
      readable = readable.stream().filter(run -> run.id().equals(wanted)).toList();
      unreadable = unreadable.stream().filter(run -> run.id().equals(wanted)).toList();
      if (readable.isEmpty() && unreadable.isEmpty()) {
        throw Problem.usage(
            "there is no operation '" + wanted + "'", "'gangway history --all' lists them");
      }
    } else if (!arguments.hasMatchedOption("--all")) {
      readable = last(readable);
      unreadable = last(unreadable);
    }
    Console console = session.console();
    if (arguments.hasMatchedOption("--json")) {
      console.json(
          wanted.isEmpty()
              ? HistoryView.of(readable, unreadable, journal)
              : HistoryView.detailed(readable, unreadable, journal));
    } else {
      if (!wanted.isEmpty()) {
        readable.forEach(run -> print(run, journal, console));
      } else if (!readable.isEmpty()) {
        table(readable, journal).print(console);
      }
      unreadable.forEach(run -> print(run, console));
    }
    if (readable.isEmpty() && unreadable.isEmpty()) {
      console.complain(Style.PLAIN, "gangway has changed nothing on this host yet");
      return ExitCode.NOTHING;
    }
    return ExitCode.DONE;
  }

  private static <T> List<T> joined(List<T> ended, List<T> open) {
    return Stream.concat(ended.stream(), open.stream()).toList();
  }

  private static <T> List<T> last(List<T> all) {
    return all.subList(Math.max(0, all.size() - MAX_LISTED), all.size());
  }

  private static Table table(List<Operation> runs, Journal journal) {
    Table table = new Table("ID", "STARTED", "USER", "OUTCOME", "COMMAND");
    for (Operation run : runs) {
      table.row(
          run.id(),
          Times.of(run.begun()),
          run.startedBy().toString(),
          OperationView.of(run, journal).outcome(),
          run.command());
    }
    return table;
  }

  private static void print(Operation run, Journal journal, Console console) {
    OperationDetailsView details = OperationDetailsView.of(run, journal);
    OperationView view = details.operation();
    console.line(Style.BOLD, "gangway " + run.command());
    Facts facts = new Facts(console);
    facts.print("user", "%s, process %s".formatted(run.startedBy(), run.startedBy().pid()));
    facts.print("outcome", view.outcome());
    facts.print("evidence", view.evidence());
    facts.print("original files", journal.copies(run).stream().map(Path::toString).toList());
    for (EventView event : view.events()) {
      for (int i = 0; i < event.lines().size(); i++) {
        String time = i == 0 ? Times.of(event.time()) : NO_TIME;
        console.line(time + "  " + event.lines().get(i));
      }
    }
    details.files().orElse(List.of()).forEach(file -> print(file, console));
  }

  private static void print(ChangedFileView file, Console console) {
    console.line(Style.BOLD, "%s: %s".formatted(file.file(), file.summary()));
    file.lines().forEach(line -> console.line("  " + line));
  }

  private static void print(UnreadableOperation run, Console console) {
    console.line(
        Style.YELLOW,
        "cannot be read: %s%s, written by %s"
            .formatted(
                run.id(),
                run.begun().map(time -> ", started " + Times.of(time)).orElse(""),
                run.writer()));
    console.line("  " + run.reason());
    console.line("  fix: " + run.remedy());
  }
}
