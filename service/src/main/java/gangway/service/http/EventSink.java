package gangway.service.http;

import java.time.Duration;
import java.util.Optional;

/**
 * Takes the events for one caller. Each method waits until the event is on its way, so a slow
 * reader slows only its own source.
 */
public interface EventSink {

  /**
   * Sends an event.
   *
   * @param id what the caller sends as {@code Last-Event-ID} to continue after this event
   * @param data JSON on one line
   * @throws CallerGone if the caller has closed the connection, or reads too slowly
   */
  void event(Optional<String> id, String name, String data);

  /** Sends a comment, which shows each side that the other one still exists. */
  void heartbeat();

  /** How often a source must send something. */
  Duration interval();

  /** The caller has closed the connection. */
  final class CallerGone extends RuntimeException {
    private static final long serialVersionUID = 1;

    public CallerGone(Throwable cause) {
      super("the caller has closed the connection", cause);
    }
  }
}
