package gangway.machine;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.function.BooleanSupplier;

/** Time on a machine: the wall clock for records, monotonic time for waiting. */
public interface Clock {

  /** The wall clock. For records only: it can be set while a program waits. */
  Instant now();

  /** Monotonic time in nanoseconds; only the difference of two values means something. */
  long nanoTime();

  /** Waits for this duration, or less if the thread is interrupted. */
  void park(Duration time);

  /** The wall clock in whole seconds, because some file systems store times in whole seconds. */
  default Instant seconds() {
    return now().truncatedTo(ChronoUnit.SECONDS);
  }

  /** The deadline at the end of a duration that begins now. */
  default Deadline deadline(Duration limit) {
    return new Deadline(this, nanoTime() + limit.toNanos());
  }

  /**
   * Waits until a condition is true.
   *
   * @param pause the time between two checks
   * @param condition the condition, which is also checked at the start
   * @return false if the condition is not true at the time limit
   */
  default boolean await(Duration limit, Duration pause, BooleanSupplier condition) {
    Deadline deadline = deadline(limit);
    while (!condition.getAsBoolean()) {
      if (deadline.passed()) {
        return false;
      }
      park(pause);
    }
    return true;
  }
}
