package gangway.cli;

import gangway.Problem;
import gangway.journal.Event;
import gangway.journal.Journal;
import gangway.journal.Operation;
import gangway.json.JsonWriter;
import gangway.machine.Machine;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code gangway history}: lists earlier operations with user, time and outcome. */
final class HistoryCommand implements Command {
  private static final int MAX_LISTED = 20;

  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Options.command("history", "List operations: who changed what, when, and the outcome.")
            .addOption(
                Options.flag(
                    "--all", "List all operations (default: the last %d).".formatted(MAX_LISTED)))
            .addOption(Options.json())
            .addPositional(
                Options.optional("0", "ID", "The ID of a listed operation: show all its events."));
    return Options.examples(
        spec, "gangway history --all", "gangway history 20261129T020918.551-4711");
  }

  @Override
  public ExitCode run(ParseResult arguments, Session session) {
    Machine machine = session.machine();
    Journal journal = new Journal(machine);
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
      List<Operation> listed = runs;
      Json.print(
          console,
          json -> {
            json.beginArray("operations");
            listed.forEach(run -> write(json, run, machine));
            json.endArray();
          });
    } else if (!wanted.isEmpty()) {
      print(runs.getFirst(), journal, machine, console);
    } else if (!runs.isEmpty()) {
      table(runs, machine).print(console);
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

  private static Table table(List<Operation> runs, Machine machine) {
    Table table = new Table("ID", "STARTED", "USER", "OUTCOME", "COMMAND");
    for (Operation run : runs) {
      table.row(
          run.id(),
          Times.of(run.begun()),
          run.author().toString(),
          outcome(run, machine),
          run.command());
    }
    return table;
  }

  private static String outcome(Operation run, Machine machine) {
    return run.end()
        .map(end -> end.outcome().toString())
        .orElseGet(() -> new Journal(machine).alive(run) ? "in progress" : "interrupted");
  }

  private static void print(Operation run, Journal journal, Machine machine, Console console) {
    console.line(Style.BOLD, "gangway " + run.command());
    Facts facts = new Facts(console);
    facts.print("user", "%s, process %d".formatted(run.author(), run.author().pid()));
    facts.print("outcome", outcome(run, machine));
    run.end().ifPresent(end -> facts.print("evidence", end.evidence()));
    facts.print("original files", journal.copies(run).stream().map(Path::toString).toList());
    for (Operation.Entry entry : run.entries()) {
      List<String> lines = lines(entry.event(), run.steps());
      for (int i = 0; i < lines.size(); i++) {
        console.line((i == 0 ? Times.of(entry.at()) : "                   ") + "  " + lines.get(i));
      }
    }
  }

  private static List<String> lines(Event event, List<String> steps) {
    return switch (event) {
      case Event.Planned planned -> List.of("planned: " + planned.steps().size() + " steps");
      case Event.Begins(int step) -> List.of("started: " + says(step, steps));
      case Event.Done(int step) -> List.of("done: " + says(step, steps));
      case Event.Failed(int step, var why) -> lines("failed: " + says(step, steps), why);
      case Event.Undone(int step) -> List.of("undone: " + says(step, steps));
      case Event.Left(int step, var why) -> lines("not undone: " + says(step, steps), why);
      case Event.Released _ -> List.of("released: waits for recovery");
      case Event.TakenOver(var author) -> List.of("taken over by " + author);
      case Event.Ended(var outcome, var _) -> List.of("ended: " + outcome);
    };
  }

  private static List<String> lines(String first, List<String> more) {
    List<String> lines = new ArrayList<>(List.of(first));
    more.forEach(line -> lines.add("  " + line));
    return lines;
  }

  private static String says(int step, List<String> steps) {
    return step >= 1 && step <= steps.size() ? steps.get(step - 1) : "step " + step;
  }

  private static void write(JsonWriter json, Operation run, Machine machine) {
    json.beginObject();
    json.member("id", run.id());
    json.member("started", run.begun().toString());
    json.member("user", run.author().user());
    run.author().from().ifPresent(from -> json.member("from", from));
    json.member("pid", run.author().pid());
    json.member("command", run.command());
    json.member("outcome", outcome(run, machine));
    json.name("evidence");
    Json.strings(json, run.end().map(Event.Ended::evidence).orElse(List.of()));
    json.beginArray("events");
    for (Operation.Entry entry : run.entries()) {
      json.beginObject();
      json.member("time", entry.at().toString());
      json.name("lines");
      Json.strings(json, lines(entry.event(), run.steps()));
      json.endObject();
    }
    json.endArray();
    json.endObject();
  }
}
