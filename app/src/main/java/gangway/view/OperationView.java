package gangway.view;

import gangway.journal.Event;
import gangway.journal.Journal;
import gangway.journal.Operation;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * An operation in the journal.
 *
 * @param user who started the operation, with {@code from} and {@code pid}
 * @param from the address of the user's SSH client
 * @param command the command line after {@code gangway}
 * @param outcome {@code done}, {@code undone}, {@code left as it is}, {@code in progress} or {@code
 *     interrupted}
 * @param evidence why the operation ended so
 */
public record OperationView(
    String id,
    Instant started,
    String user,
    Optional<String> from,
    int pid,
    String command,
    String outcome,
    List<String> evidence,
    List<EventView> events)
    implements View {

  public OperationView {
    evidence = List.copyOf(evidence);
    events = List.copyOf(events);
  }

  public static OperationView of(Operation operation, Journal journal) {
    return new OperationView(
        operation.id(),
        operation.begun(),
        operation.startedBy().user(),
        operation.startedBy().from(),
        operation.startedBy().pid(),
        operation.command(),
        operation
            .end()
            .map(end -> end.outcome().toString())
            .orElseGet(() -> journal.alive(operation) ? "in progress" : "interrupted"),
        operation.end().map(Event.Ended::evidence).orElse(List.of()),
        operation.entries().stream().map(entry -> EventView.of(entry, operation.steps())).toList());
  }

  @Override
  public void writeTo(ViewWriter json) {
    json.text("id", id);
    json.text("started", started);
    json.text("user", user);
    json.text("from", from);
    json.number("pid", pid);
    json.text("command", command);
    json.text("outcome", outcome);
    json.texts("evidence", evidence);
    json.objects("events", events);
  }
}
