package gangway.machine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Programs that an interrupted operation has started. They keep running, and are recognized by a
 * variable in their environment, which their child processes inherit.
 *
 * <p>See docs/decisions/0004-wait-for-programs-of-a-killed-process.md.
 */
final class Orphans {
  private static final Path OWN = Path.of("/proc/self");

  /** Far more than a process needs to execute a program. */
  private static final Duration EXECUTION_LIMIT = Duration.ofSeconds(2);

  private Orphans() {}

  /**
   * Waits until no program with one of the marks is left.
   *
   * @return an orphan that still runs at the time limit
   */
  static Optional<ProcessHandle> await(CommandMarks marks, Duration limit) {
    Deadline deadline = new LiveClock().deadline(limit);
    Set<String> variables = marks.variables();
    Optional<ProcessHandle> orphan = any(variables);
    while (orphan.isPresent() && ended(orphan.get(), deadline.left())) {
      orphan = any(variables);
    }
    return orphan;
  }

  private static Optional<ProcessHandle> any(Set<String> variables) {
    return ProcessHandle.allProcesses()
        .filter(process -> {
          Set<String> environment = environment(process);
          return environment.stream().anyMatch(variables::contains)
              && !staysOn(process, environment);
        })
        .findFirst();
  }

  /**
   * Whether a process leads a session of its own making, like the xl process that stays in the
   * background as long as the guest that it created: the work of such a process is done. A program
   * that Gangway started leads the session that its environment names; the programs of earlier
   * versions ran in Gangway's session.
   */
  private static boolean staysOn(ProcessHandle process, Set<String> environment) {
    String pid = Long.toString(process.pid());
    return leadsSession(pid) && !environment.contains(CommandMarks.SESSION + "=" + pid);
  }

  private static boolean leadsSession(String pid) {
    try {
      return stat(Path.of("/proc/" + pid)).session().equals(pid);
    } catch (IOException ended) {
      return true;
    }
  }

  private static ProcessStat stat(Path folder) throws IOException {
    return ProcessStat.parse(Files.readString(folder.resolve("stat")));
  }

  /**
   * The variables of a process of the same user; of other users' processes none, because those
   * users control the environment.
   */
  private static Set<String> environment(ProcessHandle process) {
    Path folder = Path.of("/proc/" + process.pid());
    try {
      if (!Files.getOwner(folder).equals(Files.getOwner(OWN))) {
        return Set.of();
      }
      byte[] environment = Files.readAllBytes(folder.resolve("environ"));
      Deadline deadline = new LiveClock().deadline(EXECUTION_LIMIT);
      boolean executes = true;
      while (environment.length == 0 && executes && deadline.left().isPositive()) {
        executes = executes(folder);
        // also if it does not execute a program any more: it may have begun to run just now
        environment = Files.readAllBytes(folder.resolve("environ"));
      }
      return Set.copyOf(
          Arrays.asList(new String(environment, StandardCharsets.UTF_8).split("\0", -1)));
    } catch (IOException ended) {
      return Set.of();
    }
  }

  /**
   * Whether a process begins to execute a program: until the kernel has copied arguments and
   * environment to the new memory, both are empty (fs/binfmt_elf.c, {@code create_elf_tables}).
   */
  private static boolean executes(Path folder) throws IOException {
    return stat(folder).hasProgram() && Files.readAllBytes(folder.resolve("cmdline")).length == 0;
  }

  private static boolean ended(ProcessHandle process, Duration limit) {
    try {
      process.onExit().get(limit.toNanos(), TimeUnit.NANOSECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
