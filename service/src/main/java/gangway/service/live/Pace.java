package gangway.service.live;

import java.time.Duration;

/**
 * When the changes of one topic are announced: after a quiet time, but not later than a limit. One
 * announcement covers all changes before it.
 *
 * <p>A guest can write to XenStore all the time, and each announcement costs an observation. So a
 * topic with many announcements in a row is announced at longer intervals, until there is a pause.
 *
 * <p>Times are values of {@link System#nanoTime}. Not thread-safe.
 */
final class Pace {
  /** Changes often come in groups: announce when there was none for this time. */
  static final Duration QUIET = Duration.ofMillis(300);

  /** Announce no later than this after the first change. */
  static final Duration LATEST = Duration.ofSeconds(1);

  /** After so many announcements in a row, the interval between two is at least {@link #REST}. */
  static final int ROW = 20;

  static final Duration REST = Duration.ofSeconds(5);

  private boolean waiting;
  private long first;
  private long last;
  private boolean announcedBefore;
  private long announced;
  private int row;

  /** Something changed. */
  void changed(long now) {
    if (!waiting) {
      waiting = true;
      first = now;
      row = announcedBefore && now - announced < REST.toNanos() ? row : 0;
    }
    last = now;
  }

  /** Whether a change waits for its announcement. */
  boolean waiting() {
    return waiting;
  }

  /** How long the announcement has to wait, in nanoseconds; not positive if it is due. */
  long left(long now) {
    long quiet = last + QUIET.toNanos() - now;
    long latest = first + LATEST.toNanos() - now;
    long rest = row < ROW ? Long.MIN_VALUE : announced + REST.toNanos() - now;
    return Math.max(Math.min(quiet, latest), rest);
  }

  /** The changes are announced now. */
  void announced(long now) {
    waiting = false;
    announcedBefore = true;
    announced = now;
    row = Math.min(row + 1, ROW);
  }
}
