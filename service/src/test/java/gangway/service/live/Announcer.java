package gangway.service.live;

import java.util.EnumSet;
import java.util.concurrent.atomic.AtomicLong;

/** Changes that a test announces by hand, with a clock that only the test moves. */
public final class Announcer {
  private final AtomicLong now = new AtomicLong();
  private final Changes changes;

  public Announcer(long firstGeneration) {
    changes = new Changes(now::get, firstGeneration);
  }

  public Changes changes() {
    return changes;
  }

  public long nanoTime() {
    return now.get();
  }

  /** A source tells of a change, and the change is announced. */
  public void announce(Topic topic) {
    changes.noticed(EnumSet.of(topic));
    now.addAndGet(Pace.LATEST.plus(Pace.REST).toNanos());
    changes.announceDue();
  }

  /** No source tells anything until observations are too old. */
  public void grow() {
    now.addAndGet(SharedObservation.AGE.toNanos());
  }
}
