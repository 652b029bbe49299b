package gangway.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import gangway.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LiveMachineTest {
  private final LiveMachine machine = new LiveMachine();

  @Test
  void itsFilesAreThoseOfTheLocalMachine(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "text");
    Path link = Files.createSymbolicLink(folder.resolve("link"), file);
    assertThat(machine.read(file)).contains("text");
    assertThat(machine.read(link)).contains("text");
    assertThat(machine.list(folder)).containsExactly("file", "link");
    assertThat(machine.linkName(link)).contains("file");
    assertThat(machine.real(link)).contains(file.toRealPath());
    assertThat(machine.exists(folder.resolve("absent"))).isFalse();
  }

  @Test
  void anAttributeIsWrittenInOneWriteWithoutALineEnd(@TempDir Path folder) throws IOException {
    Path attribute = Files.createFile(folder.resolve("unbind"));
    machine.write(attribute, "0000:09:00.0");
    assertThat(attribute).hasContent("0000:09:00.0");
  }

  @Test
  void aMissingAttributeIsNotCreated(@TempDir Path folder) {
    Path absent = folder.resolve("new_slot");
    Problem problem =
        catchThrowableOfType(Problem.class, () -> machine.write(absent, "0000:09:00.0"));
    assertThat(problem.kind()).isEqualTo(Problem.Kind.FAILED);
    assertThat(problem.blocker()).contains("'0000:09:00.0'");
    assertThat(problem.evidence()).containsExactly(absent + ": NoSuchFile");
    assertThat(absent).doesNotExist();
  }

  @Test
  void aFileIsReplacedAndDeleted(@TempDir Path folder) {
    Path file = folder.resolve("new/file");
    machine.replace(file, "one\n");
    machine.replace(file, "two\n");
    assertThat(file).hasContent("two\n");
    machine.delete(file);
    machine.delete(file);
    assertThat(file).doesNotExist();
  }

  @Test
  void aFailedWriteReportsFileAndReason(@TempDir Path folder) throws IOException {
    Path file = Files.createFile(folder.resolve("file")).resolve("below");
    Problem problem = catchThrowableOfType(Problem.class, () -> machine.replace(file, "text"));
    assertThat(problem.blocker()).isEqualTo(file + " could not be written");
    assertThat(problem.evidence()).hasSize(1);
  }

  @Test
  void askingAMissingProgramIsEmptyAndRunningItIsRefused() {
    Command command = Command.of("no-such-program", "list");
    assertThat(machine.ask(command)).isEmpty();
    Problem problem = catchThrowableOfType(Problem.class, () -> machine.run(command));
    assertThat(problem.kind()).isEqualTo(Problem.Kind.REFUSED);
    assertThat(problem.blocker()).contains("'no-such-program' is not installed");
  }

  @Test
  void anExitCodeIsReturnedAndNotThrown() {
    assertThat(machine.run(Command.of("false")).exit()).isEqualTo(1);
  }

  @Test
  void anActionIsRepeatedWhileAProgramRuns(@TempDir Path folder) {
    Path go = folder.resolve("go");
    Command waiting = Command.of("sh", "-c", "until test -e " + go + "; do sleep 0.01; done");
    AtomicInteger times = new AtomicInteger();
    Result result =
        machine.run(
            waiting,
            () -> {
              if (times.incrementAndGet() == 3) {
                machine.replace(go, "");
              }
            });
    assertThat(result.ok()).isTrue();
    assertThat(times).hasValueGreaterThanOrEqualTo(3);
  }

  @Test
  void aFailedActionIsReportedAfterTheProgramHasEnded(@TempDir Path folder) {
    Path go = folder.resolve("go");
    Path ended = folder.resolve("ended");
    assertThatThrownBy(() ->
            machine.run(
                Command.of(
                    "sh", "-c", "until test -e " + go + "; do sleep 0.01; done; touch " + ended),
                () -> {
                  machine.replace(go, "");
                  throw new IllegalStateException("meanwhile");
                }))
        .hasMessage("meanwhile");
    assertThat(ended).exists();
  }
}
