package gangway.machine;

import static org.assertj.core.api.Assertions.assertThat;

import gangway.attack.Attack;
import gangway.attack.Party;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Programs of an interrupted operation are recognized and waited for. */
@Timeout(60)
class OrphansTest {
  /** Greater than every process ID. */
  private static final int PARENT = 1 << 23;

  private static final String OPERATION = "20261129T070000.000-" + PARENT;
  private static final CommandMarks MARKS = new CommandMarks(Set.of(OPERATION), Set.of(PARENT));
  private static final CommandMarks OTHERS =
      new CommandMarks(Set.of(OPERATION + "-2"), Set.of(PARENT + 1));

  @TempDir private Path folder;

  /** The mark of this version, and the mark of earlier versions. */
  static Stream<Arguments> variables() {
    return Stream.of(
        Arguments.of("GANGWAY_OPERATION", OPERATION),
        Arguments.of("GANGWAY_PROCESS", Integer.toString(PARENT)));
  }

  @ParameterizedTest
  @MethodSource("variables")
  void anOrphanIsReportedWhileItRuns(String variable, String value) throws Exception {
    LiveMachine machine = new LiveMachine();
    assertThat(machine.awaitOrphans(MARKS, Duration.ZERO)).isEmpty();
    Process orphan = sleeping(variable, value, "sleep", "50");
    try {
      assertThat(machine.awaitOrphans(MARKS, Duration.ZERO))
          .contains("sleep, process " + orphan.pid());
      assertThat(machine.awaitOrphans(OTHERS, Duration.ZERO)).isEmpty();
    } finally {
      end(orphan.toHandle());
    }
    assertThat(machine.awaitOrphans(MARKS, Duration.ofSeconds(20))).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("variables")
  void aProcessThatServesAGuestIsNotWaitedFor(String variable, String value) throws Exception {
    // setsid executes the program in its own process if it does not lead a process group
    Process daemon = sleeping(variable, value, "setsid", "sleep", "50");
    try {
      assertThat(new LiveMachine().awaitOrphans(MARKS, Duration.ZERO)).isEmpty();
    } finally {
      end(daemon.toHandle());
    }
  }

  @Test
  void childProcessesOfACommandAreWaitedForToo() throws Exception {
    WritableMachine machine = new LiveMachine().markedWith(OPERATION);
    Result shell =
        machine.run(Command.of("sh", "-c", "sleep 50 </dev/null >/dev/null 2>&1 & echo $!"));
    ProcessHandle child = ProcessHandle.of(Long.parseLong(shell.out().strip())).orElseThrow();
    try {
      assertThat(machine.awaitOrphans(MARKS, Duration.ZERO).orElseThrow())
          .endsWith("process " + child.pid());
      assertThat(machine.awaitOrphans(OTHERS, Duration.ZERO)).isEmpty();
    } finally {
      end(child);
    }
  }

  @Attack(Party.LOCAL_USER)
  @Test
  void aCommandInItsOwnSessionIsWaitedForButNotTheDaemonThatItLeaves() throws Exception {
    WritableMachine machine = new LiveMachine().markedWith(OPERATION);
    // the fifo lets the command end; setsid makes a daemon, as xl does for a guest
    Path end = folder.resolve("end");
    String script =
        "setsid sleep 50 </dev/null >/dev/null 2>&1 & echo $! > %1$s.pid; cat %1$s".formatted(end);
    assertThat(machine.run(Command.of("mkfifo", end.toString())).ok()).isTrue();
    Thread running = Thread.ofPlatform().start(() -> machine.run(Command.of("sh", "-c", script)));
    try (OutputStream opened = Files.newOutputStream(end)) {
      // cat has opened the fifo, so the command runs
      assertThat(machine.awaitOrphans(MARKS, Duration.ZERO)).isPresent();
      opened.write('\n');
    }
    running.join();
    ProcessHandle daemon =
        ProcessHandle.of(Long.parseLong(Files.readString(Path.of(end + ".pid")).strip()))
            .orElseThrow();
    try {
      assertThat(machine.awaitOrphans(MARKS, Duration.ofSeconds(20))).isEmpty();
      assertThat(daemon.isAlive()).isTrue();
    } finally {
      end(daemon);
    }
  }

  /** Until it has ended, the next test would find it. */
  private static void end(ProcessHandle process) throws Exception {
    process.destroy();
    process.onExit().get(20, TimeUnit.SECONDS);
  }

  private static Process sleeping(String variable, String value, String... words)
      throws IOException {
    ProcessBuilder builder = new ProcessBuilder(words);
    builder.environment().put(variable, value);
    Process process = builder.start();
    // wait until setsid has executed sleep
    while (process.isAlive() && !process.info().command().orElse("").endsWith("sleep")) {
      Thread.onSpinWait();
    }
    return process;
  }
}
