package gangway.machine;

import java.time.Duration;

/**
 * The end of a time limit.
 *
 * @param end the time, from {@link Clock#nanoTime}
 */
public record Deadline(Clock clock, long end) {

  /** The remaining time; never negative. */
  public Duration left() {
    return Duration.ofNanos(Math.max(0, end - clock.nanoTime()));
  }

  /** Whether no time is left. */
  public boolean passed() {
    return left().isZero();
  }
}
