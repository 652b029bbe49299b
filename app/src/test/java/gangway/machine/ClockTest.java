package gangway.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ClockTest {
  private static final Duration LIMIT = Duration.ofSeconds(2);
  private static final Duration PAUSE = Duration.ofMillis(500);

  private final FakeClock clock = new FakeClock();

  @Test
  void aTrueConditionIsNotWaitedFor() {
    assertThat(clock.await(LIMIT, PAUSE, () -> true)).isTrue();
    assertThat(clock.passed()).isZero();
  }

  @Test
  void waitingEndsWhenTheConditionIsTrue() {
    AtomicInteger looks = new AtomicInteger();
    assertThat(clock.await(LIMIT, PAUSE, () -> looks.incrementAndGet() == 3)).isTrue();
    assertThat(clock.passed()).isEqualTo(PAUSE.multipliedBy(2));
  }

  @Test
  void theConditionIsCheckedOnceMoreAtTheTimeLimit() {
    AtomicInteger looks = new AtomicInteger();
    assertThat(clock.await(LIMIT, PAUSE, () -> looks.incrementAndGet() > 5)).isFalse();
    assertThat(clock.passed()).isEqualTo(LIMIT);
    assertThat(looks).hasValue(5);
    assertThat(clock.await(Duration.ZERO, PAUSE, () -> false)).isFalse();
  }

  @Test
  void aDeadlineIsNotMovedByTheWallClock() {
    Deadline deadline = clock.deadline(LIMIT);
    clock.stepWallClock(Duration.ofDays(1));
    assertThat(deadline.left()).isEqualTo(LIMIT);
    assertThat(deadline.passed()).isFalse();
    clock.park(LIMIT.plus(PAUSE));
    assertThat(deadline.left()).isZero();
    assertThat(deadline.passed()).isTrue();
  }

  @Test
  void theLiveClockIsThatOfTheSystem() {
    LiveClock live = new LiveClock();
    Instant before = Instant.now();
    long begun = live.nanoTime();
    live.park(Duration.ofNanos(1));
    assertThat(live.now()).isBetween(before, Instant.now());
    Instant seconds = live.seconds();
    assertThat(seconds).isEqualTo(seconds.truncatedTo(ChronoUnit.SECONDS));
    assertThat(live.nanoTime()).isGreaterThanOrEqualTo(begun);
  }
}
