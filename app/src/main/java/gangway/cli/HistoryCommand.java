package gangway.cli;

import gangway.Problem;
import gangway.journal.Event;
import gangway.journal.Journal;
import gangway.journal.Run;
import gangway.json.JsonWriter;
import gangway.machine.Machine;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code gangway history}: who changed what and when, and how it ended. */
final class HistoryCommand implements Command {
  private static final int MOST_LISTED = 20;

  @Override
  public CommandSpec spec() {
    return Options.command("history", "Tells who changed what and when, and how it ended.")
        .addOption(Options.flag("--all", "Not only the last " + MOST_LISTED + "."))
        .addOption(Options.flag("--json", "Print JSON."))
        .addPositional(Options.optional("0", "RUN", "The run to tell all about, as it is listed."));
  }

  @Override
  public ExitCode run(ParseResult arguments, Session session) {
    Machine machine = session.machine();
    Journal journal = new Journal(machine);
    List<Run> runs = Stream.concat(journal.closed().stream(), journal.open().stream()).toList();
    String wanted = arguments.matchedPositionalValue(0, "");
    if (!wanted.isEmpty()) {
      runs = List.of(named(runs, wanted));
    } else if (!arguments.hasMatchedOption("--all")) {
      runs = runs.subList(Math.max(0, runs.size() - MOST_LISTED), runs.size());
    }
    Console console = session.console();
    if (arguments.hasMatchedOption("--json")) {
      List<Run> listed = runs;
      Json.print(
          console,
          json -> {
            json.beginArray();
            listed.forEach(run -> write(json, run, machine));
            json.endArray();
          });
    } else if (!wanted.isEmpty()) {
      print(runs.getFirst(), journal, machine, console);
    } else if (!runs.isEmpty()) {
      table(runs, machine).print(console);
    }
    if (runs.isEmpty()) {
      console.complain(Style.PLAIN, "nothing was changed by gangway here yet");
      return ExitCode.NOTHING;
    }
    return ExitCode.DONE;
  }

  private static Run named(List<Run> runs, String id) {
    return runs.stream()
        .filter(run -> run.id().equals(id))
        .findFirst()
        .orElseThrow(() ->
            Problem.usage("there is no run '" + id + "'", "'gangway history --all' lists them"));
  }

  private static Table table(List<Run> runs, Machine machine) {
    Table table = new Table("RUN", "BEGUN", "WHO", "OUTCOME", "COMMAND");
    for (Run run : runs) {
      table.row(
          run.id(),
          Times.of(run.begun()),
          run.author().toString(),
          outcome(run, machine),
          run.command());
    }
    return table;
  }

  private static String outcome(Run run, Machine machine) {
    return run.end()
        .map(end -> end.outcome().toString())
        .orElseGet(() -> new Journal(machine).alive(run) ? "under way" : "left half-way");
  }

  private static void print(Run run, Journal journal, Machine machine, Console console) {
    console.line(Style.BOLD, "gangway " + run.command());
    Facts facts = new Facts(console);
    facts.print("who", "%s, process %d".formatted(run.author(), run.author().pid()));
    facts.print("outcome", outcome(run, machine));
    run.end().ifPresent(end -> facts.print("evidence", end.evidence()));
    facts.print("files as they were", journal.copies(run).stream().map(Path::toString).toList());
    for (Run.Entry entry : run.entries()) {
      List<String> lines = lines(entry.event(), run.steps());
      for (int i = 0; i < lines.size(); i++) {
        console.line((i == 0 ? Times.of(entry.at()) : "                   ") + "  " + lines.get(i));
      }
    }
  }

  private static List<String> lines(Event event, List<String> steps) {
    return switch (event) {
      case Event.Planned planned -> List.of("planned: " + planned.steps().size() + " steps");
      case Event.Begins(int step) -> List.of("begins: " + says(step, steps));
      case Event.Done(int step) -> List.of("done: " + says(step, steps));
      case Event.Failed(int step, var why) -> lines("failed: " + says(step, steps), why);
      case Event.Undone(int step) -> List.of("undone: " + says(step, steps));
      case Event.Left(int step, var why) -> lines("left: " + says(step, steps), why);
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

  private static void write(JsonWriter json, Run run, Machine machine) {
    json.beginObject();
    json.member("run", run.id());
    json.member("begun", run.begun().toString());
    json.member("user", run.author().user());
    run.author().from().ifPresent(from -> json.member("from", from));
    json.member("pid", run.author().pid());
    json.member("command", run.command());
    json.member("outcome", outcome(run, machine));
    json.name("evidence");
    Json.strings(json, run.end().map(Event.Ended::evidence).orElse(List.of()));
    json.beginArray("events");
    for (Run.Entry entry : run.entries()) {
      json.beginObject();
      json.member("at", entry.at().toString());
      json.name("says");
      Json.strings(json, lines(entry.event(), run.steps()));
      json.endObject();
    }
    json.endArray();
    json.endObject();
  }
}
