package gangway.service.resource;

import gangway.service.http.Call;
import gangway.service.http.EventSink;
import gangway.service.http.Reply;
import gangway.service.http.Route;
import java.util.List;
import java.util.Optional;

/** The stream of what changes on the host. */
record EventResources(HostChanges changes) {

  List<Route> routes() {
    return List.of(Route.get("/events", this::follow));
  }

  private Reply follow(Call call) {
    return new Reply.Events(call.caller(), this::send);
  }

  private void send(EventSink sink, Optional<String> lastId) throws InterruptedException {
    long seen = lastId.flatMap(EventResources::number).orElseGet(changes::generation);
    sink.heartbeat();
    while (true) {
      HostChanges.Change change = changes.since(seen, sink.interval());
      seen = change.generation();
      if (change.lost()) {
        event(sink, "reset", seen);
      }
      topics(sink, change.topics().stream().sorted().toList(), seen);
      if (!change.lost() && change.topics().isEmpty()) {
        sink.heartbeat();
      }
    }
  }

  /** Only the last event has the number: a caller that has lost some of them gets all again. */
  private static void topics(EventSink sink, List<String> topics, long generation) {
    for (String topic : topics) {
      if (topic.equals(topics.getLast())) {
        event(sink, topic, generation);
      } else {
        sink.event(Optional.empty(), topic, data(generation));
      }
    }
  }

  private static void event(EventSink sink, String name, long generation) {
    sink.event(Optional.of(Long.toString(generation)), name, data(generation));
  }

  private static String data(long generation) {
    return "{\"generation\":" + generation + "}";
  }

  private static Optional<Long> number(String text) {
    return text.matches("[0-9]{1,18}") ? Optional.of(Long.parseLong(text)) : Optional.empty();
  }
}
