package gangway.service.live;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * Collects what the sources notice, and announces it to listeners: which topics changed, with a
 * number that grows with each announcement, the generation.
 *
 * <p>Somebody must call {@link #announceDue} when {@link #untilDue} says so: the {@link Poller}.
 * Thread-safe.
 */
public final class Changes {
  /** While a source does not work, all topics are announced at this interval. */
  static final Duration LOOK = Duration.ofSeconds(10);

  private static final System.Logger LOG = System.getLogger(Changes.class.getName());

  /** Receives announcements, one at a time, in the order of their generations. */
  @FunctionalInterface
  public interface Listener {
    /**
     * Some topics changed. Must return soon, because the next announcement waits.
     *
     * @param generation of this announcement; larger than all before
     */
    void changed(Set<Topic> topics, long generation);
  }

  /** A listener that can be removed. */
  @FunctionalInterface
  public interface Listening extends AutoCloseable {
    @Override
    void close();
  }

  private final LongSupplier nanoTime;
  private final List<Listener> listeners = new CopyOnWriteArrayList<>();

  /** Held during an announcement, so that listeners see them in order. */
  private final ReentrantLock announcing = new ReentrantLock();

  private final Object state = new Object();
  // the rest is guarded by state
  private final Map<Topic, Pace> paces = new EnumMap<>(Topic.class);
  private final Map<Topic, Long> generations = new EnumMap<>(Topic.class);
  private final Map<String, String> failures = new TreeMap<>();
  private long generation;
  private long nextLook;
  private Runnable wake = () -> {};

  /**
   * @param nanoTime monotonic time, as {@link System#nanoTime}
   * @param firstGeneration the generation before the first announcement
   */
  public Changes(LongSupplier nanoTime, long firstGeneration) {
    this.nanoTime = nanoTime;
    generation = firstGeneration;
    for (Topic topic : Topic.values()) {
      paces.put(topic, new Pace());
      generations.put(topic, firstGeneration);
    }
  }

  /**
   * Changes whose generations are larger than those of an earlier process of this host, unless the
   * clock was set back, and in practice never equal: a browser can still have an ETag of that
   * process. Below 2^53, so JavaScript can read the number.
   */
  static Changes inRealTime() {
    return new Changes(System::nanoTime, System.currentTimeMillis() * 1000);
  }

  /** Calls this when something is due earlier than {@link #untilDue} said. */
  void wakeBy(Runnable waking) {
    synchronized (state) {
      wake = waking;
    }
  }

  /** Some topics may have changed. */
  public void noticed(Set<Topic> topics) {
    if (topics.isEmpty()) {
      return;
    }
    Runnable waking;
    synchronized (state) {
      long now = nanoTime.getAsLong();
      topics.forEach(topic -> pace(topic).changed(now));
      waking = wake;
    }
    waking.run();
  }

  /** A source stopped telling of changes. */
  void failed(String source, String reason) {
    boolean news;
    Runnable waking;
    synchronized (state) {
      if (failures.isEmpty()) {
        nextLook = nanoTime.getAsLong() + LOOK.toNanos();
      }
      news = !reason.equals(failures.put(source, reason));
      waking = wake;
    }
    if (news) {
      LOG.log(System.Logger.Level.WARNING, () -> new SourceFailure(source, reason).toString());
    }
    waking.run();
    // a change can have happened before the source noticed its own failure
    noticed(Topic.ALL);
  }

  /** A source tells of changes again. */
  void works(String source) {
    boolean news;
    synchronized (state) {
      news = failures.remove(source) != null;
    }
    if (news) {
      LOG.log(System.Logger.Level.INFO, () -> source + ": works again");
    }
  }

  /** The sources that do not work now. */
  public List<SourceFailure> failures() {
    synchronized (state) {
      List<SourceFailure> all = new ArrayList<>();
      failures.forEach((source, reason) -> all.add(new SourceFailure(source, reason)));
      return List.copyOf(all);
    }
  }

  /** The generation of the last announcement. */
  public long generation() {
    synchronized (state) {
      return generation;
    }
  }

  /** The generation of the last announcement of one of these topics. */
  public long generation(Set<Topic> topics) {
    synchronized (state) {
      return topics.stream().mapToLong(this::lastOf).max().orElse(generation);
    }
  }

  private long lastOf(Topic topic) {
    return generations.getOrDefault(topic, generation);
  }

  /** Calls a listener for each announcement from now on, until it is closed. */
  public Listening listen(Listener listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  /** In how many nanoseconds {@link #announceDue} has work; empty if nothing is to come. */
  OptionalLong untilDue() {
    synchronized (state) {
      long now = nanoTime.getAsLong();
      long soonest = failures.isEmpty() ? Long.MAX_VALUE : nextLook - now;
      for (Pace pace : paces.values()) {
        if (pace.waiting()) {
          soonest = Math.min(soonest, pace.left(now));
        }
      }
      return soonest == Long.MAX_VALUE
          ? OptionalLong.empty()
          : OptionalLong.of(Math.max(0, soonest));
    }
  }

  /** Announces the changes that have waited long enough. */
  void announceDue() {
    announcing.lock();
    try {
      Set<Topic> due = EnumSet.noneOf(Topic.class);
      synchronized (state) {
        long now = nanoTime.getAsLong();
        if (!failures.isEmpty() && nextLook - now <= 0) {
          nextLook = now + LOOK.toNanos();
          due.addAll(Topic.ALL);
        }
        paces.forEach((topic, pace) -> {
          if (pace.waiting() && pace.left(now) <= 0) {
            due.add(topic);
          }
        });
        due.forEach(topic -> pace(topic).announced(now));
      }
      if (!due.isEmpty()) {
        announce(due);
      }
    } finally {
      announcing.unlock();
    }
  }

  /**
   * Announces a change that an observation found, unless one of its topics was announced since.
   * What a source has noticed is still announced: the observation may have begun before.
   *
   * @param since the generation of the last announcement of the topics that the caller knows
   * @return the generation of this announcement
   */
  OptionalLong announceUnless(long since, Set<Topic> topics) {
    announcing.lock();
    try {
      return generation(topics) == since ? OptionalLong.of(announce(topics)) : OptionalLong.empty();
    } finally {
      announcing.unlock();
    }
  }

  private long announce(Set<Topic> topics) {
    Set<Topic> announced = Collections.unmodifiableSet(EnumSet.copyOf(topics));
    long number;
    synchronized (state) {
      number = ++generation;
      announced.forEach(topic -> generations.put(topic, number));
    }
    for (Listener listener : listeners) {
      tell(listener, announced, number);
    }
    return number;
  }

  /** One listener must not keep the others from their announcement. */
  private static void tell(Listener listener, Set<Topic> topics, long number) {
    try {
      listener.changed(topics, number);
    } catch (RuntimeException fault) {
      LOG.log(System.Logger.Level.ERROR, "a listener failed", fault);
    }
  }

  private Pace pace(Topic topic) {
    return paces.computeIfAbsent(topic, _ -> new Pace());
  }
}
