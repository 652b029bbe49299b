package gangway.machine;

import java.time.Duration;
import java.time.Instant;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * A clock whose time passes only when somebody waits, and then at once. Each look at the wall clock
 * takes a millisecond, so that no two records have the same time.
 */
public final class FakeClock implements Clock {
  private static final Instant START = Instant.parse("2025-01-01T00:00:00Z");

  private final NavigableMap<Duration, Runnable> events = new TreeMap<>();
  private Duration passed = Duration.ZERO;
  private Duration step = Duration.ZERO;

  /** Sets the wall clock forward or back, as a time service does after a boot. */
  public void stepWallClock(Duration by) {
    step = step.plus(by);
  }

  /** Makes something happen while somebody waits, once so much more time has passed. */
  public void after(Duration time, Runnable event) {
    events.merge(
        passed.plus(time),
        event,
        (first, second) ->
            () -> {
              first.run();
              second.run();
            });
  }

  /** How much time has passed. */
  public Duration passed() {
    return passed;
  }

  @Override
  public Instant now() {
    passed = passed.plusMillis(1);
    return START.plus(passed).plus(step);
  }

  @Override
  public long nanoTime() {
    return passed.toNanos();
  }

  @Override
  public void park(Duration time) {
    passed = passed.plus(time);
    while (!events.isEmpty() && events.firstKey().compareTo(passed) <= 0) {
      events.pollFirstEntry().getValue().run();
    }
  }
}
