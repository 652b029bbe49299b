package gangway.service.operation;

import gangway.json.JsonText;
import gangway.service.http.EventSink;
import gangway.service.http.EventSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** Follows the events of a command, also of one that an earlier service has started. */
public final class Follower implements EventSource {
  static final String FINISHED = "finished";
  private static final String COMPLETING = "completing";

  /** How soon the end of a killed command is noticed, which writes nothing. */
  private static final Duration LOOK = Duration.ofSeconds(1);

  /** Events that come before it is known whether the command will do anything. */
  private static final Set<String> BEFORE_DECISION = Set.of("started", "checked", "result");

  private final Start start;

  public Follower(Start start) {
    this.start = start;
  }

  @Override
  public void send(EventSink sink, Optional<String> lastId) throws InterruptedException {
    long sent = lastId.filter(id -> id.matches("[0-9]{1,9}")).map(Long::parseLong).orElse(0L);
    long number = 0;
    long quiet = System.nanoTime();
    boolean finished = false;
    try (Growth growth = new Growth(start.folder());
        EventLines lines = new EventLines(start.events())) {
      while (true) {
        // asked before reading: what a command writes before its end is then read
        boolean alive = start.alive();
        Optional<String> line = lines.next();
        while (line.isPresent()) {
          number++;
          String kind = EventLines.kind(line.get());
          finished |= kind.equals(FINISHED);
          if (number > sent) {
            sink.event(Optional.of(Long.toString(number)), kind, line.get());
            quiet = System.nanoTime();
          }
          line = lines.next();
        }
        if (finished || !alive) {
          sink.event(Optional.of(Long.toString(number + 1)), "ended", ended(finished));
          return;
        }
        growth.await(LOOK);
        if (System.nanoTime() - quiet >= sink.interval().toNanos()) {
          sink.heartbeat();
          quiet = System.nanoTime();
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits until the command has decided whether it does anything, but not longer than a time. */
  public Decision decision(Duration atMost) throws InterruptedException {
    long begin = System.nanoTime();
    try (Growth growth = new Growth(start.folder());
        EventLines lines = new EventLines(start.events())) {
      while (System.nanoTime() - begin < atMost.toNanos()) {
        boolean alive = start.alive();
        Optional<String> line = lines.next();
        while (line.isPresent()) {
          String kind = EventLines.kind(line.get());
          if (kind.equals(FINISHED)) {
            return new Decision.Ended(line.get());
          }
          if (!BEFORE_DECISION.contains(kind)) {
            return new Decision.Accepted();
          }
          line = lines.next();
        }
        if (!alive) {
          return new Decision.Silent(start.printedErrors());
        }
        growth.await(LOOK);
      }
      return new Decision.Accepted();
    } catch (IOException unobservable) {
      // the command runs in any case
      return new Decision.Accepted();
    }
  }

  /** Whether the command has told that it is done but for its remaining steps. */
  public boolean completing() {
    return EventLines.first(
            start.events(), line -> Optional.of(EventLines.kind(line)).filter(COMPLETING::equals))
        .isPresent();
  }

  /** The report of the command: its last line, if it has ended with one. */
  public Optional<String> report() {
    Optional<String> last = Optional.empty();
    try (EventLines lines = new EventLines(start.events())) {
      Optional<String> line = lines.next();
      while (line.isPresent()) {
        last = line;
        line = lines.next();
      }
    } catch (IOException noEvents) {
      // the command has not begun
    }
    return last.filter(line -> EventLines.kind(line).equals(FINISHED));
  }

  private static String ended(boolean finished) {
    return JsonText.of(json -> {
      json.beginObject();
      json.member(FINISHED, finished);
      json.endObject();
    });
  }
}
