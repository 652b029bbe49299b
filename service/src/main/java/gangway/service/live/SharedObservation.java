package gangway.service.live;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * One observation for all viewers. It is made if a viewer asks and no observation exists, or if
 * something changed since; viewers that ask in the meantime wait for the same observation.
 *
 * <p>A viewer never gets an observation that began before a change that was announced before the
 * viewer asked. A fault of the observation goes to all viewers that wait for it; the next viewer
 * makes another one.
 *
 * <p>Some changes have no source: a node of {@code /dev} that a process opens, a file of sysfs. So
 * an observation is used for {@link #AGE} at most; if the next one differs, that is announced as a
 * change.
 */
public final class SharedObservation<T> {
  /** The age after which a viewer causes another observation, although no source told a change. */
  static final Duration AGE = Duration.ofSeconds(30);

  private final Changes changes;
  private final Set<Topic> topics;
  private final LongSupplier nanoTime;
  private final Supplier<T> observe;

  private final ReentrantLock lock = new ReentrantLock();
  // the rest is guarded by lock
  private Optional<Kept<T>> last = Optional.empty();
  private Optional<Flight<T>> flight = Optional.empty();

  /** An observation, and when it began by monotonic time. */
  private record Kept<T>(Observed<T> observed, long began) {}

  /** An observation that is being made. */
  private record Flight<T>(long generation, long began, CompletableFuture<Observed<T>> result) {}

  /**
   * @param topics the topics that the observation depends on
   * @param observe makes the observation; never called by two threads at a time
   */
  public SharedObservation(
      Changes changes, Set<Topic> topics, LongSupplier nanoTime, Supplier<T> observe) {
    this.changes = changes;
    this.topics = EnumSet.copyOf(topics);
    this.nanoTime = nanoTime;
    this.observe = observe;
  }

  /**
   * The observation for a viewer that asks now. Waits for it if necessary, so a {@link
   * Changes.Listener} must not call this.
   */
  public Observed<T> now() {
    long wanted = changes.generation(topics);
    long asked = nanoTime.getAsLong();
    while (true) {
      Flight<T> joined;
      boolean own = false;
      lock.lock();
      try {
        Optional<Kept<T>> good = last.filter(kept -> isGood(kept, wanted, asked));
        if (good.isPresent()) {
          return good.get().observed();
        }
        if (flight.isEmpty()) {
          own = true;
          flight =
              Optional.of(
                  new Flight<>(
                      changes.generation(topics), nanoTime.getAsLong(), new CompletableFuture<>()));
        }
        joined = flight.get();
      } finally {
        lock.unlock();
      }
      if (own) {
        fly(joined);
      }
      Optional<Observed<T>> seen = landed(joined, wanted);
      if (seen.isPresent()) {
        return seen.get();
      }
    }
  }

  private static boolean isGood(Kept<?> kept, long wanted, long asked) {
    return kept.observed().generation() >= wanted && asked - kept.began() < AGE.toNanos();
  }

  /** The result of an observation, unless it began too early for a viewer. */
  private static <T> Optional<Observed<T>> landed(Flight<T> flight, long wanted) {
    boolean early = flight.generation() < wanted;
    try {
      Observed<T> seen = flight.result().join();
      return Optional.of(seen).filter(_ -> !early);
    } catch (CompletionException e) {
      if (early) {
        return Optional.empty();
      }
      throw e.getCause() instanceof RuntimeException fault ? fault : e;
    }
  }

  private void fly(Flight<T> own) {
    Instant at = Instant.now();
    try {
      T value = observe.get();
      Observed<T> seen = new Observed<>(value, generation(own, value), at);
      lock.lock();
      try {
        last = Optional.of(new Kept<>(seen, own.began()));
        flight = Optional.empty();
      } finally {
        lock.unlock();
      }
      own.result().complete(seen);
    } catch (RuntimeException | Error fault) {
      lock.lock();
      try {
        flight = Optional.empty();
      } finally {
        lock.unlock();
      }
      own.result().completeExceptionally(fault);
    }
  }

  /**
   * The generation of an observation: the one before it, but if no source told of a difference from
   * the last observation, the difference is announced, and this observation is the first with it.
   */
  private long generation(Flight<T> own, T value) {
    Optional<Kept<T>> before;
    lock.lock();
    try {
      before = last;
    } finally {
      lock.unlock();
    }
    boolean unannounced =
        before
            .map(Kept::observed)
            .filter(seen -> seen.generation() == own.generation())
            .filter(seen -> !value.equals(seen.value()))
            .isPresent();
    if (!unannounced) {
      return own.generation();
    }
    // if something was announced in between, viewers observe again in any case
    return changes.announceUnless(own.generation(), topics).orElse(own.generation());
  }
}
