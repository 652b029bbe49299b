package gangway.lab;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Polls for changes in another machine, which sends no notification. */
final class Waiting {
  private static final Duration POLL_INTERVAL = Duration.ofMillis(300);

  private Waiting() {}

  /** Polls until the condition is true; returns false at the time limit. */
  static boolean until(BooleanSupplier condition, Duration limit) {
    long end = System.nanoTime() + limit.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        return false;
      }
      try {
        Thread.sleep(POLL_INTERVAL);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    }
    return true;
  }
}
