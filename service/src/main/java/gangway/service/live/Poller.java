package gangway.service.live;

import gangway.Problem;
import gangway.service.linux.Descriptor;
import gangway.service.linux.Linux;
import gangway.service.linux.SystemError;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * One thread that waits for all sources with a descriptor, and announces the changes when they are
 * due. While nothing changes, the thread sleeps without a time limit.
 *
 * <p>A source that fails is closed, reported, and opened again after a while.
 */
final class Poller implements AutoCloseable {
  private static final Duration FIRST_RETRY = Duration.ofSeconds(1);
  private static final Duration LAST_RETRY = Duration.ofMinutes(1);

  private final Changes changes;
  private final List<Followed> sources = new ArrayList<>();
  private final int waker;
  private final Thread thread =
      Thread.ofPlatform().daemon().name("gangway-live").unstarted(this::run);
  private volatile boolean closing;

  /** A source, and whether it works. */
  private final class Followed {
    private final PolledSource source;
    private boolean open;
    private long retry;
    private Duration pause = FIRST_RETRY;

    private Followed(PolledSource source) {
      this.source = source;
    }

    private void open() {
      try {
        source.open();
        open = true;
        pause = FIRST_RETRY;
        changes.works(source.name());
      } catch (IOException | RuntimeException e) {
        failed(e);
      }
    }

    private void failed(Exception why) {
      source.close();
      open = false;
      retry = System.nanoTime() + pause.toNanos();
      pause = pause.multipliedBy(2).compareTo(LAST_RETRY) > 0 ? LAST_RETRY : pause.multipliedBy(2);
      changes.failed(source.name(), reason(why));
    }

    private void reopen() {
      source.close();
      open();
    }

    private void ready(Descriptor descriptor, int events) {
      if (!open || !source.descriptors().contains(descriptor)) {
        return; // an event before this one closed it
      }
      try {
        changes.noticed(source.ready(descriptor, events));
      } catch (IOException | RuntimeException e) {
        failed(e);
      }
    }
  }

  private static String reason(Exception why) {
    return why instanceof Problem problem
        ? String.join("; ", problem.lines())
        : why instanceof IOException ? String.valueOf(why.getMessage()) : why.toString();
  }

  Poller(Changes changes) throws IOException {
    this.changes = changes;
    waker = Linux.waker();
    changes.wakeBy(this::wake);
  }

  /** Opens the sources; when this returns, no change is missed. */
  void start(List<PolledSource> all) {
    all.forEach(source -> sources.add(new Followed(source)));
    sources.forEach(Followed::open);
    thread.start();
  }

  /**
   * Opens a source again, because what it waits for is another thing now. Only for the thread of
   * the poller, that is for {@link PolledSource#ready}.
   *
   * @param topics what may have changed in between
   */
  void reopen(PolledSource source, Set<Topic> topics) {
    for (Followed followed : sources) {
      if (followed.source.equals(source)) {
        followed.reopen();
        changes.noticed(topics);
      }
    }
  }

  private void wake() {
    if (!Thread.currentThread().equals(thread) && !closing) {
      try {
        Linux.wake(waker);
      } catch (SystemError e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private void run() {
    while (!closing) {
      long now = System.nanoTime();
      for (Followed followed : sources) {
        if (!followed.open && followed.retry - now <= 0) {
          followed.open();
          changes.noticed(followed.open ? Topic.ALL : EnumSet.noneOf(Topic.class));
        }
      }
      changes.announceDue();
      await();
    }
    sources.forEach(followed -> followed.source.close());
    Linux.close(waker);
  }

  /** Waits for the next event, and lets its source read it. */
  private void await() {
    List<Followed> waiting = new ArrayList<>();
    List<Descriptor> descriptors = new ArrayList<>(List.of(Descriptor.readable(waker)));
    for (Followed followed : sources) {
      if (followed.open) {
        for (Descriptor descriptor : followed.source.descriptors()) {
          waiting.add(followed);
          descriptors.add(descriptor);
        }
      }
    }
    int limit = milliseconds();
    try {
      int[] events = Linux.poll(descriptors, limit);
      if (events[0] != 0) {
        Linux.read(waker, ByteBuffer.allocate(Long.BYTES));
      }
      for (int i = 1; i < events.length; i++) {
        if (events[i] != 0) {
          waiting.get(i - 1).ready(descriptors.get(i), events[i]);
        }
      }
    } catch (SystemError e) {
      // without poll(2), nothing tells of changes; the sources are opened again later
      sources.stream().filter(followed -> followed.open).forEach(followed -> followed.failed(e));
      LockSupport.parkNanos(FIRST_RETRY.toNanos());
    }
  }

  /** The time limit of poll(2): -1 if there is nothing to do before the next event. */
  private int milliseconds() {
    OptionalLong due = changes.untilDue();
    long left = due.orElse(Long.MAX_VALUE);
    long now = System.nanoTime();
    for (Followed followed : sources) {
      if (!followed.open) {
        left = Math.min(left, Math.max(0, followed.retry - now));
      }
    }
    if (left == Long.MAX_VALUE) {
      return -1;
    }
    // rounded up: a poll that ends a moment too early would be repeated with the limit 0
    return Math.toIntExact(Math.min(TimeUnit.NANOSECONDS.toMillis(left) + 1, Integer.MAX_VALUE));
  }

  /** Ends the thread and closes all sources. */
  @Override
  public void close() {
    if (closing) {
      return;
    }
    closing = true;
    changes.wakeBy(() -> {});
    try {
      // once more after this the thread looks at closing, and closes the descriptor at its end
      Linux.wake(waker);
      thread.join();
    } catch (SystemError alreadyEnded) {
      // nothing is left to close
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
