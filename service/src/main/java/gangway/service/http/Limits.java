package gangway.service.http;

import java.time.Duration;

/**
 * What one service can be asked to carry. The numbers are in docs/api.md.
 *
 * @param connections connections on a listener
 * @param connectionsOfUser connections of a user other than root
 * @param connectionsOfUsers connections of all users other than root
 * @param streams open event streams
 * @param streamsOfUser open event streams of a user other than root
 * @param checksPerMinute checks of a user in a minute
 * @param idle how long a connection without traffic stays open
 * @param heartbeat how often an event stream sends a comment
 */
public record Limits(
    int connections,
    int connectionsOfUser,
    int connectionsOfUsers,
    int streams,
    int streamsOfUser,
    int checksPerMinute,
    Duration idle,
    Duration heartbeat) {
  /** The bytes of the header of a request. */
  public static final int HEAD_BYTES = 8 * 1024;

  /** The bytes of the body of a request. */
  public static final int BODY_BYTES = 64 * 1024;

  /** Bytes per second: a body that arrives more slowly is given up, see {@link ArrivingBody}. */
  public static final int SLOWEST = 256;

  public static final Limits STANDARD =
      new Limits(256, 16, 128, 64, 8, 60, Duration.ofSeconds(60), Duration.ofSeconds(10));

  /**
   * How long the header of a request may take: a third of {@link #idle}. It is given up at the
   * latest after twice this time, see {@link SlowHeaders}.
   */
  Duration header() {
    return idle.dividedBy(3);
  }
}
