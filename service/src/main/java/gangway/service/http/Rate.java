package gangway.service.http;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/** Counts events of users in the last minute. */
public final class Rate {
  private static final long MINUTE = Duration.ofMinutes(1).toNanos();

  private final int most;
  private final LongSupplier nanoseconds;
  private final Map<Integer, Deque<Long>> events = new HashMap<>();

  /**
   * A rate.
   *
   * @param most the permitted number of events of a user in a minute
   * @param nanoseconds a clock that is never set
   */
  public Rate(int most, LongSupplier nanoseconds) {
    this.most = most;
    this.nanoseconds = nanoseconds;
  }

  /** Counts an event of a user, and returns whether the user may have it. */
  public synchronized boolean take(int user) {
    long now = nanoseconds.getAsLong();
    events.values().forEach(times -> forget(times, now));
    events.values().removeIf(Deque::isEmpty);
    Deque<Long> times = events.computeIfAbsent(user, _ -> new ArrayDeque<>());
    if (times.size() >= most) {
      return false;
    }
    times.addLast(now);
    return true;
  }

  private static void forget(Deque<Long> times, long now) {
    while (!times.isEmpty() && now - times.getFirst() >= MINUTE) {
      times.removeFirst();
    }
  }
}
