package gangway.service.http;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * Closes connections on which the header of a request arrives too slowly. Jetty closes a connection
 * without traffic, but one byte now and then is traffic, and would keep the connection for hours.
 * While no connection is open, nothing runs.
 */
final class SlowHeaders implements Connection.Listener {
  private final Scheduler scheduler;
  private final Duration limit;
  private final Map<Connection, Seen> open = new HashMap<>();
  private boolean scheduled;

  /**
   * A listener.
   *
   * @param limit how long a header may take; twice this time after its first byte, it is given up
   */
  SlowHeaders(Scheduler scheduler, Duration limit) {
    this.scheduler = scheduler;
    this.limit = limit;
  }

  @Override
  public synchronized void onOpened(Connection connection) {
    open.put(connection, Seen.NOTHING);
    schedule();
  }

  @Override
  public synchronized void onClosed(Connection connection) {
    open.remove(connection);
  }

  private void schedule() {
    if (!scheduled && !open.isEmpty()) {
      scheduled = true;
      scheduler.schedule(
          () -> tooSlow().forEach(connection -> connection.getEndPoint().close()),
          limit.toMillis(),
          TimeUnit.MILLISECONDS);
    }
  }

  /** The connections to close. */
  private synchronized List<Connection> tooSlow() {
    List<Connection> slow = new ArrayList<>();
    open.keySet().removeIf(connection -> !connection.getEndPoint().isOpen());
    open.replaceAll((connection, before) -> {
      Seen now = Seen.of(connection, before);
      if (before.inHeader() && now.inHeader()) {
        slow.add(connection);
      }
      return now;
    });
    scheduled = false;
    schedule();
    return slow;
  }

  /**
   * What a connection has received so far.
   *
   * @param requests the number of requests whose header is complete
   * @param inHeader whether a part of the next header has arrived
   */
  private record Seen(long requests, long bytes, boolean inHeader) {
    static final Seen NOTHING = new Seen(0, 0, false);

    static Seen of(Connection connection, Seen before) {
      long requests = connection.getMessagesIn();
      long bytes = connection.getBytesIn();
      // else a request is in progress, and the bytes can be those of its body
      boolean waiting = requests == before.requests() && requests == connection.getMessagesOut();
      return new Seen(requests, bytes, waiting && (before.inHeader() || bytes > before.bytes()));
    }
  }
}
