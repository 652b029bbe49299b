package gangway.service.resource;

import gangway.machine.Machine;
import gangway.service.live.Changes;
import gangway.service.live.Observed;
import gangway.service.live.SharedObservation;
import gangway.service.live.Topic;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * A host whose changes are followed: all viewers share one observation of it until something
 * changes. Of the changes it keeps the last generation of each topic, so that its memory is
 * bounded.
 */
public final class FollowedHost implements CurrentHost, HostChanges {
  /** A change that alters an inventory is of one of these topics. */
  private static final Set<Topic> TOPICS =
      Collections.unmodifiableSet(EnumSet.of(Topic.FUNCTIONS, Topic.GUESTS));

  private final Machine machine;
  private final Machine machineBesideOthers;
  private final Changes changes;
  private final SharedObservation<ViewedInventory> inventory;
  private final SharedObservation<ViewedUses> uses;

  /** A caller that has seen less than this has seen an earlier service. */
  private final long first;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition announced = lock.newCondition();
  // the rest is guarded by lock
  private final Map<Topic, Long> generations = new EnumMap<>(Topic.class);
  private long generation;

  private FollowedHost(
      Changes changes,
      LongSupplier nanoTime,
      Machine machine,
      Machine machineBesideOthers,
      HostReader reader) {
    this.machine = machine;
    this.machineBesideOthers = machineBesideOthers;
    this.changes = changes;
    inventory = new SharedObservation<>(changes, TOPICS, nanoTime, reader::inventory);
    uses =
        new SharedObservation<>(
            changes, TOPICS, nanoTime, () -> reader.uses(inventory.now().value().inventory()));
    first = changes.generation();
    generation = first;
  }

  /**
   * A host that has been followed since its changes exist. It needs several machines, because a
   * machine has one connection to XenStore, which several threads must not use.
   *
   * @param nanoTime monotonic time, as {@link System#nanoTime}
   * @param machines opens this host
   */
  public static FollowedHost of(
      Changes changes, LongSupplier nanoTime, Supplier<? extends Machine> machines) {
    Machine observed = machines.get();
    return of(changes, nanoTime, machines.get(), machines.get(), new HostReader(() -> observed));
  }

  static FollowedHost of(
      Changes changes,
      LongSupplier nanoTime,
      Machine machine,
      Machine machineBesideOthers,
      HostReader reader) {
    FollowedHost host = new FollowedHost(changes, nanoTime, machine, machineBesideOthers, reader);
    changes.listen(host::changed);
    host.begin();
    return host;
  }

  /** Nobody has asked yet, so only the number of what was announced before now matters. */
  private void begin() {
    lock.lock();
    try {
      generation = Math.max(generation, changes.generation());
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Seen now() {
    // all that was announced until now is in the observation
    long known = changes.generation();
    Observed<ViewedInventory> seen = inventory.now();
    return new Seen(
        machine,
        seen.value().inventory(),
        seen.value().placements(),
        Math.max(known, seen.generation()),
        seen.at());
  }

  @Override
  public ViewedUses uses() {
    return uses.now().value();
  }

  @Override
  public Machine machine() {
    return machine;
  }

  @Override
  public Machine machineBesideOthers() {
    return machineBesideOthers;
  }

  private void changed(Set<Topic> topics, long number) {
    lock.lock();
    try {
      topics.forEach(topic -> generations.put(topic, number));
      generation = number;
      announced.signalAll();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public long generation() {
    lock.lock();
    try {
      return generation;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Change since(long seen, Duration atMost) throws InterruptedException {
    long left = atMost.toNanos();
    lock.lockInterruptibly();
    try {
      if (seen < first || seen > generation) {
        return new Change(generation, Set.of(), true);
      }
      while (seen == generation && left > 0) {
        left = announced.awaitNanos(left);
      }
      return new Change(generation, topicsSince(seen), false);
    } finally {
      lock.unlock();
    }
  }

  private Set<String> topicsSince(long seen) {
    Set<String> topics = new HashSet<>();
    generations.forEach((topic, last) -> {
      if (last > seen) {
        topics.add(topic.word());
      }
    });
    return topics;
  }
}
