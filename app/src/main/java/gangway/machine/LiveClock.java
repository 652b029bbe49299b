package gangway.machine;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;

/** The clock of the machine that Gangway runs on. */
public record LiveClock() implements Clock {
  @Override
  public Instant now() {
    return Instant.now();
  }

  @Override
  public long nanoTime() {
    return System.nanoTime();
  }

  @Override
  public void park(Duration time) {
    LockSupport.parkNanos(time.toNanos());
  }
}
