package gangway.service.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gangway.journal.Author;
import gangway.journal.Operation;
import gangway.machine.LiveMachine;
import gangway.machine.Machine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The end of real processes. */
class OperationProcessesTest {
  private static final Machine MACHINE = new LiveMachine();

  private static Operation operation(int pid, String started, Optional<String> namespace) {
    Author self = Author.present(MACHINE);
    return new Operation(
        new Operation.Header(
            "1",
            "20261129-120000-000",
            Optional.empty(),
            Instant.EPOCH,
            new Author("root", Optional.empty(), pid, started, self.boot(), namespace),
            List.of("hide", "09:00.0"),
            List.of()),
        List.of());
  }

  private static Operation of(Process process) throws Exception {
    String stat = Files.readString(Path.of("/proc/" + process.pid() + "/stat"));
    String started = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[19];
    return operation((int) process.pid(), started, Author.present(MACHINE).pidNamespace());
  }

  private static OperationProcesses processes(Operation... operations) {
    return new OperationProcesses(MACHINE, () -> List.of(operations));
  }

  @Test
  void aProcessThatIsKilledIsAnEvent() throws Exception {
    Process process = new ProcessBuilder("cat").start();
    try (OperationProcesses processes = processes(of(process))) {
      processes.open();
      assertThat(processes.descriptors()).hasSize(1);
      assertThat(Await.drain(processes)).isEmpty();
      process.destroyForcibly();
      assertThat(Await.topics(processes, Topic.ALL)).isEqualTo(Topic.ALL);
      assertThat(processes.descriptors()).isEmpty();
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void anInterruptedOperationHasNoProcessToFollow() throws Exception {
    Process process = new ProcessBuilder("true").start();
    Operation operation = operation((int) process.pid(), "1", Optional.empty());
    process.waitFor();
    try (OperationProcesses processes = processes(operation)) {
      processes.open();
      assertThat(processes.descriptors()).isEmpty();
    }
  }

  @Test
  void aProcessOfAnotherNamespaceCannotBeFollowed() throws Exception {
    Process process = new ProcessBuilder("cat").start();
    Author author = of(process).author();
    try (OperationProcesses processes =
        processes(operation(author.pid(), author.started(), Optional.empty()))) {
      assertThatThrownBy(processes::open)
          .hasMessageContaining("runs in another PID namespace")
          .hasMessageContaining("20261129-120000-000");
    } finally {
      process.destroyForcibly();
    }
  }
}
