package gangway.service.http;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The open event streams. */
public final class Streams {
  private static final int ROOT = 0;

  private final Limits limits;
  private final List<Integer> users = new ArrayList<>();
  private volatile boolean ending;

  public Streams(Limits limits) {
    this.limits = limits;
  }

  /** Asks each stream to end. */
  public void end() {
    ending = true;
  }

  /** A stream's place among the open ones. */
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
    long own = users.stream().filter(uid::equals).count();
    if (users.size() >= limits.streams() || (uid != ROOT && own >= limits.streamsOfUser())) {
      throw new HttpProblem(
          Refusal.TOO_MANY,
          "too many event streams are open",
          "close streams: one is enough for a page");
    }
    users.add(uid);
    return () -> leave(uid);
  }

  private synchronized void leave(Integer uid) {
    users.remove((Object) uid);
  }

  EventSink sink(OutputStream out) {
    return new Sink(out, limits.heartbeat());
  }

  private final class Sink implements EventSink {
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

    @Override
    public boolean ending() {
      return ending;
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
