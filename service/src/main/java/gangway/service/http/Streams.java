package gangway.service.http;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The open event streams. */
final class Streams {
  private static final int ROOT = 0;

  /** How long the end of the service waits for its streams. */
  private static final Duration GOODBYE = Duration.ofSeconds(2);

  private final Limits limits;
  private final Map<Thread, Integer> users = new HashMap<>();
  private volatile boolean ending;

  Streams(Limits limits) {
    this.limits = limits;
  }

  /** Ends all streams, and waits until they have told their callers. */
  synchronized void end() {
    ending = true;
    users.keySet().forEach(Thread::interrupt);
    long limit = System.nanoTime() + GOODBYE.toNanos();
    try {
      while (!users.isEmpty() && System.nanoTime() < limit) {
        wait(GOODBYE.toMillis());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whether the service ends. */
  boolean ending() {
    return ending;
  }

  /** A stream's place among the open ones; the stream belongs to the current thread. */
  interface Place extends AutoCloseable {
    @Override
    void close();
  }

  /**
   * Takes a new stream in.
   *
   * @throws HttpProblem if there are too many
   */
  synchronized Place enter(Caller caller) {
    if (ending) {
      throw new HttpProblem(Refusal.ENDING, "gangway serve ends", "connect again");
    }
    Integer uid = caller.uid();
    long own = users.values().stream().filter(uid::equals).count();
    if (users.size() >= limits.streams() || (uid != ROOT && own >= limits.streamsOfUser())) {
      throw new HttpProblem(
          Refusal.TOO_MANY,
          "too many event streams are open",
          "close streams: one is enough for a page");
    }
    Thread stream = Thread.currentThread();
    users.put(stream, uid);
    return () -> leave(stream);
  }

  private synchronized void leave(Thread stream) {
    users.remove(stream);
    notifyAll();
  }

  EventSink sink(OutputStream out) {
    return new Sink(out, limits.heartbeat());
  }

  private static final class Sink implements EventSink {
    private final OutputStream out;
    private final Duration interval;

    Sink(OutputStream out, Duration interval) {
      this.out = out;
      this.interval = interval;
    }

    @Override
    public void event(Optional<String> id, String name, String data) {
      write(
          id.map(some -> "id: " + some + "\n").orElse("")
              + "event: "
              + name
              + "\ndata: "
              + data
              + "\n\n");
    }

    @Override
    public void heartbeat() {
      write(":\n\n");
    }

    @Override
    public Duration interval() {
      return interval;
    }

    private void write(String text) {
      try {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
      } catch (IOException e) {
        throw new CallerGone(e);
      }
    }
  }
}
