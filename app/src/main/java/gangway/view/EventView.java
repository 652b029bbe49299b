package gangway.view;

import gangway.journal.Event;
import gangway.journal.Operation;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * An event of an operation.
 *
 * @param lines what happened, as {@code gangway history ID} prints it
 */
public record EventView(Instant time, List<String> lines) implements View {
  public EventView {
    lines = List.copyOf(lines);
  }

  /**
   * @param steps the texts of the planned steps
   */
  static EventView of(Operation.Entry entry, List<String> steps) {
    return new EventView(entry.at(), lines(entry.event(), steps));
  }

  private static List<String> lines(Event event, List<String> steps) {
    return switch (event) {
      case Event.Planned planned -> List.of("planned: " + planned.steps().size() + " steps");
      case Event.Begins(int step) -> List.of("started: " + text(step, steps));
      case Event.Done(int step) -> List.of("done: " + text(step, steps));
      case Event.Failed(int step, var why) -> lines("failed: " + text(step, steps), why);
      case Event.Undone(int step) -> List.of("undone: " + text(step, steps));
      case Event.Left(int step, var why) -> lines("not undone: " + text(step, steps), why);
      case Event.Released _ -> List.of("released: waits for recovery");
      case Event.TakenOver(var author) -> List.of("taken over by " + author);
      case Event.Ended(var outcome, var _) -> List.of("ended: " + outcome);
    };
  }

  private static List<String> lines(String first, List<String> more) {
    return Stream.concat(Stream.of(first), more.stream().map(line -> "  " + line)).toList();
  }

  private static String text(int step, List<String> steps) {
    return step >= 1 && step <= steps.size() ? steps.get(step - 1) : "step " + step;
  }

  @Override
  public void writeTo(ViewWriter json) {
    json.text("time", time);
    json.texts("lines", lines);
  }
}
