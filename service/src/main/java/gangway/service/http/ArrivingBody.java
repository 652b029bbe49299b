package gangway.service.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * A body that is read while it arrives, and given up if it is too large or arrives too slowly.
 * (Jetty's {@code MinimumDataRateHandler} counts the bytes of all requests together, so it lets a
 * slow body pass after others.)
 *
 * @param nanoTime monotonic time, as {@link System#nanoTime}
 */
record ArrivingBody(InputStream in, LongSupplier nanoTime) {
  /** How long a body may take at any rate. */
  static final Duration GRACE = Duration.ofSeconds(10);

  private static final int PART_BYTES = 8 * 1024;
  private static final double NANOS_PER_SECOND = 1e9;

  /**
   * Reads the body to its end.
   *
   * @throws HttpProblem if it is too large or too slow
   * @throws IOException if it does not arrive
   */
  byte[] read() throws IOException {
    long begin = nanoTime.getAsLong();
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    byte[] part = new byte[PART_BYTES];
    for (int length = in.read(part); length >= 0; length = in.read(part)) {
      body.write(part, 0, length);
      if (body.size() > Limits.BODY_BYTES) {
        throw tooLarge();
      }
      if (isTooSlow(body.size(), nanoTime.getAsLong() - begin)) {
        throw tooSlow();
      }
    }
    return body.toByteArray();
  }

  private static boolean isTooSlow(int bytes, long nanos) {
    return bytes < Limits.SLOWEST * ((nanos - GRACE.toNanos()) / NANOS_PER_SECOND);
  }

  static HttpProblem tooSlow() {
    return new HttpProblem(
        Refusal.TIMEOUT, "the body of the request did not arrive", "send the request again");
  }

  static HttpProblem tooLarge() {
    return new HttpProblem(
        Refusal.TOO_LARGE,
        "the body of the request is larger than %d KiB".formatted(Limits.BODY_BYTES / 1024),
        "send a smaller request");
  }
}
