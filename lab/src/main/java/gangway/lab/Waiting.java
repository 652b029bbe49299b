package gangway.lab;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waiting for what another machine does, which nothing here is told of. */
final class Waiting {
  private static final Duration TO_LOOK_AGAIN = Duration.ofMillis(300);

  private Waiting() {}

  /** Looks until it is so; false if it is not in time. */
  static boolean until(BooleanSupplier condition, Duration limit) {
    long end = System.nanoTime() + limit.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        return false;
      }
      try {
        Thread.sleep(TO_LOOK_AGAIN);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    }
    return true;
  }
}
