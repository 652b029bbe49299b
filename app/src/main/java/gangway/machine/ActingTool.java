package gangway.machine;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * A tool that changes something, from its start to its end. Any fault in this process, such as an
 * OutOfMemoryError or an interrupt, continues only when the tool has ended: the undo of an
 * operation must not begin while a tool of the operation runs.
 *
 * <p>See docs/decisions/0026-acting-tools-have-their-own-session.md.
 *
 * @param deadline when a tool with a time limit is killed
 */
record ActingTool(Process process, Optional<Deadline> deadline) implements AutoCloseable {
  private static final Duration PAUSE = Duration.ofMillis(100);

  /** Starts the program of a builder. */
  @FunctionalInterface
  interface Starter {
    Process start(ProcessBuilder builder) throws IOException;
  }

  /**
   * Starts a tool.
   *
   * @param operation the id of the operation with which the tool is marked, if any
   */
  static ActingTool start(
      Starter starter, ProcessBuilder builder, Optional<Duration> limit, Optional<String> operation)
      throws IOException {
    Optional<Deadline> deadline = limit.map(new LiveClock()::deadline);
    Optional<CommandMarks> marks = operation.map(id -> new CommandMarks(Set.of(id), Set.of()));
    try {
      return new ActingTool(starter.start(builder), deadline);
    } catch (RuntimeException | Error fault) {
      // Java can fail after the kernel has started the tool: when Java has no thread for it
      while (marks.isPresent() && !passed(deadline) && runs(marks.get())) {
        new LiveClock().park(PAUSE);
      }
      throw fault;
    }
  }

  private static boolean passed(Optional<Deadline> deadline) {
    return deadline.isPresent() && deadline.get().passed();
  }

  private static boolean runs(CommandMarks marks) {
    try {
      return Orphans.await(marks, Duration.ZERO).isPresent();
    } catch (RuntimeException | Error unknown) {
      return true;
    }
  }

  /** Kills a process and its descendants. */
  static void kill(Process process) {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }

  /** Waits for the end of the tool; kills the tool at its time limit. */
  @Override
  public void close() {
    boolean interrupted = false;
    while (process.isAlive() && !passed(deadline)) {
      try {
        process.waitFor(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
      } catch (InterruptedException e) {
        interrupted = true;
      } catch (RuntimeException | Error fault) {
        // this process has a fault, and the tool still runs
        Thread.onSpinWait();
      }
    }
    if (process.isAlive()) {
      kill(process);
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
