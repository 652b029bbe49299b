package gangway.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Programs of a killed process are recognized and waited for. */
@Timeout(60)
class OrphansTest {
  /** Greater than every process ID. */
  private static final int PARENT = 1 << 23;

  @Test
  void anOrphanIsReportedWhileItRuns() throws Exception {
    LiveMachine machine = new LiveMachine();
    assertThat(machine.awaitOrphans(PARENT, Duration.ZERO)).isEmpty();
    Process orphan = sleeping(PARENT, "sleep", "50");
    try {
      assertThat(machine.awaitOrphans(PARENT, Duration.ZERO))
          .contains("sleep, process " + orphan.pid());
      assertThat(machine.awaitOrphans(PARENT + 1, Duration.ZERO)).isEmpty();
    } finally {
      orphan.destroy();
    }
    assertThat(orphan.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(machine.awaitOrphans(PARENT, Duration.ofSeconds(20))).isEmpty();
  }

  @Test
  void aProcessThatServesAGuestIsNotWaitedFor() throws Exception {
    // setsid executes the program in its own process if it does not lead a process group
    Process daemon = sleeping(PARENT, "setsid", "sleep", "50");
    try {
      assertThat(new LiveMachine().awaitOrphans(PARENT, Duration.ZERO)).isEmpty();
    } finally {
      daemon.destroy();
    }
  }

  private static Process sleeping(int parent, String... words) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(words);
    builder.environment().put(Orphans.MARK, Integer.toString(parent));
    Process process = builder.start();
    // wait until setsid has executed sleep
    while (process.isAlive() && !process.info().command().orElse("").endsWith("sleep")) {
      Thread.onSpinWait();
    }
    return process;
  }
}
