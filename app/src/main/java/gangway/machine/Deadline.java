package gangway.machine;

import java.time.Duration;

/**
 * A moment by which something must be done.
 *
 * @param end the moment, as {@link Clock#nanoTime} tells it
 */
public record Deadline(Clock clock, long end) {

  /** How long there is until then; never negative. */
  public Duration left() {
    return Duration.ofNanos(Math.max(0, end - clock.nanoTime()));
  }

  /** Whether no time is left. */
  public boolean passed() {
    return left().isZero();
  }
}
