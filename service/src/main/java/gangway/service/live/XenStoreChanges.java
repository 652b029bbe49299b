package gangway.service.live;

import gangway.Problem;
import gangway.xenstore.SocketXenStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * Guests and their devices in XenStore, by its watches; a thread of its own, because the connection
 * does not offer its descriptor.
 *
 * <p>Without Xen there is no socket, and nothing to follow: {@link #look} looks for it again. When
 * xenstored ends, this source fails, connects again, and then everything counts as changed.
 */
final class XenStoreChanges implements AutoCloseable {
  private static final String NAME = "XenStore";
  private static final Duration FIRST_RETRY = Duration.ofSeconds(1);

  /** A thread that is just connecting ends with the first event of xenstored. */
  private static final Duration END_LIMIT = Duration.ofSeconds(5);

  private static final Duration LAST_RETRY = Duration.ofMinutes(1);

  /** The second one is libxl's: types of guests, and which domain has which function. */
  private static final List<String> PATHS =
      List.of("/local/domain", "/libxl", "@introduceDomain", "@releaseDomain");

  /**
   * What matters of a domain. A guest can write to its own nodes all the time, and some do:
   * statistics, the clipboard. What it writes below these names is what Gangway reads.
   */
  private static final Pattern MATTERS =
      Pattern.compile(
          "/local/domain(/[0-9]+(/(name|vm|domid|backend(/.*)?|device/pci(/.*)?|control(/.*)?"
              + "|data/gangway(/.*)?))?)?");

  private static final Set<Topic> TOPICS =
      Collections.unmodifiableSet(EnumSet.of(Topic.FUNCTIONS, Topic.GUESTS, Topic.DOCTOR));

  private final List<Path> sockets;
  private final Changes changes;
  private final Semaphore looks = new Semaphore(0);
  private final Thread thread =
      Thread.ofPlatform().daemon().name("gangway-xenstore").unstarted(this::run);
  private volatile boolean closing;
  private volatile Optional<SocketXenStore> connected = Optional.empty();

  /**
   * @param sockets where xenstored may listen; the first that exists is used
   */
  XenStoreChanges(List<Path> sockets, Changes changes) {
    this.sockets = List.copyOf(sockets);
    this.changes = changes;
  }

  void start() {
    thread.start();
  }

  /** The socket may exist now. */
  void look() {
    looks.release();
  }

  private void run() {
    Duration pause = FIRST_RETRY;
    while (!closing) {
      looks.drainPermits();
      Optional<Path> socket = sockets.stream().filter(Files::exists).findFirst();
      if (socket.isEmpty()) {
        // without xenstored there is no change in XenStore; its start is a change of files
        changes.works(NAME);
        looks.acquireUninterruptibly();
        continue;
      }
      try {
        follow(socket.get());
      } catch (IOException | RuntimeException e) {
        pause = connected.isPresent() ? FIRST_RETRY : pause;
        disconnect();
        if (!closing) {
          changes.failed(NAME, reason(e));
          rest(pause);
          pause =
              pause.multipliedBy(2).compareTo(LAST_RETRY) > 0 ? LAST_RETRY : pause.multipliedBy(2);
        }
      }
    }
    disconnect();
  }

  private static String reason(Exception e) {
    return e instanceof Problem problem
        ? String.join("; ", problem.lines())
        : String.valueOf(e.getMessage());
  }

  private void rest(Duration pause) {
    try {
      if (looks.tryAcquire(pause.toMillis(), TimeUnit.MILLISECONDS)) {
        looks.drainPermits();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void follow(Path socket) throws IOException {
    SocketXenStore store = SocketXenStore.connect(socket);
    connected = Optional.of(store);
    // every watch fires once when it is set, so everything counts as changed after a connection
    store.follow(
        PATHS,
        paths -> {
          changes.works(NAME);
          if (paths.stream().anyMatch(XenStoreChanges::matters)) {
            changes.noticed(TOPICS);
          }
          return !closing;
        });
  }

  /** Whether a changed path can change what Gangway reads. */
  static boolean matters(String path) {
    return path.startsWith("@") || path.startsWith("/libxl") || MATTERS.matcher(path).matches();
  }

  private void disconnect() {
    try {
      connected.ifPresent(SocketXenStore::close);
    } catch (Problem closedAnyway) {
      // the socket is gone in any case
    }
    connected = Optional.empty();
  }

  /** Ends the thread. */
  @Override
  public void close() {
    closing = true;
    look();
    // the thread waits for the socket; a closed one ends the wait
    try {
      connected.ifPresent(SocketXenStore::close);
    } catch (Problem closedAnyway) {
      // the thread sees the closed socket
    }
    try {
      if (thread.isAlive()) {
        thread.join(END_LIMIT);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
