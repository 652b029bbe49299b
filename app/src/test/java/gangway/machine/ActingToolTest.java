package gangway.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gangway.Problem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A fault of this process continues only when the tool has ended: then the undo can begin. */
@Timeout(20)
class ActingToolTest {
  private static final List<Error> FAULTS =
      List.of(new OutOfMemoryError("of the test"), new StackOverflowError("of the test"));

  @Test
  void anErrorOfTheWaitingCodeContinuesAfterTheEndOfTheTool(@TempDir Path folder) {
    for (Error fault : FAULTS) {
      assertThatThrownBy(() ->
              program().act(slow(folder), builder -> new FaultyProcess(builder.start(), fault)))
          .isSameAs(fault);
      assertEnded(folder);
    }
  }

  /** As when Java has no thread that would wait for the started process. */
  @Test
  void anErrorOfTheStartContinuesAfterTheEndOfTheTool(@TempDir Path folder) {
    for (Error fault : FAULTS) {
      assertThatThrownBy(() ->
              program()
                  .act(
                      slow(folder),
                      builder -> {
                        builder.start();
                        throw fault;
                      }))
          .isSameAs(fault);
      assertEnded(folder);
    }
  }

  @Test
  void anInterruptContinuesAfterTheEndOfTheTool(@TempDir Path folder) {
    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> program().act(slow(folder)))
        .isInstanceOf(Problem.class)
        .hasMessageContaining("was interrupted");

    assertThat(Thread.interrupted()).isTrue();
    assertEnded(folder);
  }

  @Test
  void aFaultOfARepeatedActionContinuesAfterTheEndOfTheToolAlsoIfInterrupted(@TempDir Path folder) {
    Thread.currentThread().interrupt();

    assertThatThrownBy(() ->
            new LiveMachine()
                .run(
                    slow(folder),
                    () -> {
                      throw new IllegalStateException("of the test");
                    }))
        .hasMessage("of the test");

    assertThat(Thread.interrupted()).isTrue();
    assertEnded(folder);
  }

  @Test
  void afterAnErrorTheTimeLimitOfAToolStillApplies() {
    AtomicReference<Process> started = new AtomicReference<>();
    Command endless = Command.of("sh", "-c", "sleep 19").within(Duration.ofMillis(300));
    Error fault = new OutOfMemoryError("of the test");

    assertThatThrownBy(() ->
            program()
                .act(
                    endless,
                    builder -> {
                      started.set(builder.start());
                      return new FaultyProcess(started.get(), fault);
                    }))
        .isSameAs(fault);

    assertThat(started.get().onExit().join().isAlive()).isFalse();
  }

  private static Program program() {
    return Program.find("sh").orElseThrow().markedWith(Optional.of("20261129-1"));
  }

  private static Command slow(Path folder) {
    return Command.of("sh", "-c", "sleep 0.5; touch " + folder.resolve("end")).unlimited();
  }

  private static void assertEnded(Path folder) {
    assertThat(folder.resolve("end")).as("the last act of the tool").exists();
    new LiveMachine().delete(folder.resolve("end"));
    assertThat(Files.exists(folder.resolve("end"))).isFalse();
  }
}
