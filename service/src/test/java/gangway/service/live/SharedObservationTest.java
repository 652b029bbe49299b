package gangway.service.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** One observation for all viewers, and none that is older than an announcement. */
class SharedObservationTest {
  private static final Set<Topic> TOPICS = EnumSet.of(Topic.FUNCTIONS, Topic.GUESTS);

  private final AtomicLong now = new AtomicLong();
  private final Changes changes = new Changes(now::get, 100);
  private final AtomicInteger host = new AtomicInteger();
  private final AtomicInteger observations = new AtomicInteger();

  private int observe() {
    observations.incrementAndGet();
    return host.get();
  }

  private <T> SharedObservation<T> shared(Supplier<T> observe) {
    return new SharedObservation<>(changes, TOPICS, now::get, observe);
  }

  private void announce(Topic topic) {
    changes.noticed(EnumSet.of(topic));
    now.addAndGet(Pace.LATEST.toNanos() + Pace.REST.toNanos());
    changes.announceDue();
  }

  @Test
  void theHostIsObservedOnDemandAndOnce() {
    SharedObservation<Integer> shared = shared(this::observe);
    assertThat(observations).hasValue(0);
    assertThat(shared.now().generation()).isEqualTo(100);
    shared.now();
    assertThat(observations).hasValue(1);
  }

  @Test
  void afterAnAnnouncementItIsObservedAgain() {
    SharedObservation<Integer> shared = shared(this::observe);
    shared.now();
    host.set(7);
    changes.noticed(EnumSet.of(Topic.GUESTS));
    assertThat(shared.now().value()).isZero(); // not announced yet
    announce(Topic.GUESTS);
    assertThat(shared.now().value()).isEqualTo(7);
    assertThat(shared.now().generation()).isEqualTo(101);
    assertThat(observations).hasValue(2);
  }

  @Test
  void anAnnouncementAboutSomethingElseDoesNotMatter() {
    SharedObservation<Integer> shared = shared(this::observe);
    shared.now();
    announce(Topic.OPERATIONS);
    assertThat(shared.now().generation()).isEqualTo(100);
    assertThat(observations).hasValue(1);
  }

  @Test
  void twentyViewersCostOneObservation() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    SharedObservation<Integer> shared =
        shared(() -> {
          begun.countDown();
          await(go);
          return observe();
        });
    try (ExecutorService viewers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Observed<Integer>>> asked = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        asked.add(viewers.submit(shared::now));
      }
      begun.await();
      go.countDown();
      for (Future<Observed<Integer>> one : asked) {
        assertThat(one.get()).isSameAs(asked.getFirst().get());
      }
    }
    assertThat(observations).hasValue(1);
  }

  @Test
  void aViewerDoesNotGetAnObservationThatBeganBeforeAnAnnouncement() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    Semaphore go = new Semaphore(0);
    SharedObservation<Integer> shared =
        shared(() -> {
          int seen = observe(); // what it reads first is old when it ends
          begun.countDown();
          go.acquireUninterruptibly();
          return seen;
        });
    try (ExecutorService viewers = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Observed<Integer>> first = viewers.submit(shared::now);
      begun.await();
      host.set(7);
      announce(Topic.FUNCTIONS);
      Callable<Observed<Integer>> ask = shared::now;
      Future<Observed<Integer>> second = viewers.submit(ask);
      go.release(2);
      assertThat(second.get().value()).isEqualTo(7);
      assertThat(second.get().generation()).isEqualTo(101);
      assertThat(first.get().value()).isZero();
      assertThat(first.get().generation()).isEqualTo(100);
    }
    assertThat(observations).hasValue(2);
  }

  @Test
  void aFaultGoesToTheViewerAndTheNextOneObservesAgain() {
    AtomicInteger calls = new AtomicInteger();
    SharedObservation<Integer> shared =
        shared(() -> {
          if (calls.getAndIncrement() == 0) {
            throw new IllegalStateException("on purpose");
          }
          return 5;
        });
    assertThatThrownBy(shared::now)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("on purpose");
    assertThat(shared.now().value()).isEqualTo(5);
  }

  @Test
  void aFaultOfAnEarlierObservationDoesNotGoToALaterViewer() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    Semaphore go = new Semaphore(0);
    AtomicInteger calls = new AtomicInteger();
    SharedObservation<Integer> shared =
        shared(() -> {
          boolean first = calls.getAndIncrement() == 0;
          begun.countDown();
          go.acquireUninterruptibly();
          if (first) {
            throw new IllegalStateException("on purpose");
          }
          return 5;
        });
    try (ExecutorService viewers = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Observed<Integer>> first = viewers.submit(shared::now);
      begun.await();
      announce(Topic.FUNCTIONS);
      Future<Observed<Integer>> second = viewers.submit(shared::now);
      go.release(2);
      assertThat(second.get().value()).isEqualTo(5);
      assertThatThrownBy(first::get).hasRootCauseMessage("on purpose");
    }
  }

  @Test
  void anOldObservationIsRepeatedAndADifferenceIsAnnounced() {
    SharedObservation<Integer> shared = shared(this::observe);
    List<Set<Topic>> heard = new ArrayList<>();
    changes.listen((topics, _) -> heard.add(topics));
    shared.now();
    now.addAndGet(SharedObservation.AGE.toNanos());
    assertThat(shared.now().generation()).isEqualTo(100); // observed again, and nothing differs
    assertThat(observations).hasValue(2);
    assertThat(heard).isEmpty();

    host.set(7);
    now.addAndGet(SharedObservation.AGE.toNanos());
    assertThat(shared.now().value()).isEqualTo(7);
    assertThat(shared.now().generation()).isEqualTo(101);
    assertThat(observations).hasValue(3);
    assertThat(heard).containsExactly(TOPICS);
  }

  /** Random changes, announcements and reads: never an old snapshot, never an extra observation. */
  @Test
  void afterAnyAnnouncedChangeAViewerSeesWhatAFreshObservationSees() {
    for (int seed = 0; seed < 2000; seed++) {
      Random random = new Random(seed);
      SharedObservation<Integer> shared = shared(this::observe);
      int announced = host.get();
      boolean stale = true;
      long generation = 0;
      int value = -1;
      for (int step = 0; step < 50; step++) {
        switch (random.nextInt(4)) {
          case 0 -> {
            host.incrementAndGet();
            changes.noticed(EnumSet.of(random.nextBoolean() ? Topic.FUNCTIONS : Topic.GUESTS));
          }
          case 1 -> now.addAndGet(random.nextLong(Pace.LATEST.toNanos()));
          case 2 -> {
            long before = changes.generation(TOPICS);
            changes.announceDue();
            if (changes.generation(TOPICS) > before) {
              announced = host.get();
              stale = true;
            }
          }
          default -> {
            int before = observations.get();
            Observed<Integer> seen = shared.now();
            assertThat(seen.value()).as("seed %d", seed).isBetween(announced, host.get());
            assertThat(observations.get() - before).isLessThanOrEqualTo(1);
            if (!stale) {
              assertThat(seen.generation()).isGreaterThanOrEqualTo(generation);
            }
            if (seen.generation() == generation && !stale) {
              assertThat(seen.value()).as("seed %d, one generation", seed).isEqualTo(value);
            }
            stale = false;
            generation = seen.generation();
            value = seen.value();
          }
        }
      }
      // everything is announced at the end: then the snapshot is the truth
      now.addAndGet(Pace.REST.toNanos());
      changes.announceDue();
      assertThat(shared.now().value()).as("seed %d", seed).isEqualTo(host.get());
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
