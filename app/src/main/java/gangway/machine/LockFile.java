package gangway.machine;

import gangway.Problem;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * A lock file, which one process at a time can lock. The wait for it is bounded: a stopped process
 * can hold the lock, and a shutdown of the host must not wait for that process.
 */
final class LockFile {
  /** Gangway holds a lock for less than a second; a slow disk may need longer. */
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private static final Duration PAUSE = Duration.ofMillis(20);

  /** The lock of the kernel belongs to the process; its threads take one of these first. */
  private static final Map<Path, ReentrantLock> THREADS = new ConcurrentHashMap<>();

  private final Path file;
  private final Duration limit;

  LockFile(Path file) {
    this(file, LIMIT);
  }

  LockFile(Path file, Duration limit) {
    this.file = file;
    this.limit = limit;
  }

  /**
   * Performs an action while no other process performs one with this lock.
   *
   * @throws Problem of kind REFUSED if another process holds the lock, or a signal ends this
   *     process
   * @throws IOException if the lock file cannot be opened
   */
  <T> T during(Supplier<T> action) throws IOException {
    Deadline deadline = new LiveClock().deadline(limit);
    ReentrantLock threads = THREADS.computeIfAbsent(file, _ -> new ReentrantLock());
    take(threads, deadline);
    try (FileChannel channel = AtomicFile.lockFile(file);
        FileLock _ = taken(channel, deadline)) {
      return action.get();
    } finally {
      threads.unlock();
    }
  }

  private void take(ReentrantLock threads, Deadline deadline) {
    try {
      if (!threads.tryLock(deadline.left().toNanos(), TimeUnit.NANOSECONDS)) {
        throw held("another thread of this process holds the lock");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw interrupted();
    }
  }

  private FileLock taken(FileChannel channel, Deadline deadline) throws IOException {
    FileLock lock = channel.tryLock();
    while (lock == null) {
      if (deadline.passed()) {
        throw held(holder());
      }
      if (Shutdown.inProgress()) {
        throw interrupted();
      }
      new LiveClock().park(PAUSE);
      lock = channel.tryLock();
    }
    return lock;
  }

  private Problem held(String holder) {
    return Problem.refused(
        "another process has locked %s for %d s; nothing was changed"
            .formatted(file, limit.toSeconds()),
        "wait until that process ends, or end it; then run the command again",
        holder);
  }

  private Problem interrupted() {
    return Problem.refused(
        "interrupted while another process has locked %s; nothing was changed".formatted(file),
        "run the command again");
  }

  /** The holder in proc_locks(5): {@code 1: POSIX ADVISORY WRITE PID MAJOR:MINOR:INODE 0 EOF}. */
  private String holder() {
    try (Stream<String> locks = Files.lines(Path.of("/proc/locks"))) {
      String inode = ":" + Files.getAttribute(file, "unix:ino");
      return locks
          .map(line -> line.strip().split("\\s+"))
          .filter(fields -> fields.length > 5 && fields[5].endsWith(inode))
          .map(fields -> "held by " + process(fields[4]))
          .findFirst()
          .orElse("its holder is not known: /proc/locks does not list the lock");
    } catch (IOException e) {
      return "its holder is not known: " + Absence.reason(e);
    }
  }

  private static String process(String pid) {
    try {
      byte[] name = Files.readAllBytes(Path.of("/proc", pid, "comm"));
      return "process %s (%s)".formatted(pid, new String(name, StandardCharsets.UTF_8).strip());
    } catch (IOException ended) {
      return "process " + pid;
    }
  }
}
