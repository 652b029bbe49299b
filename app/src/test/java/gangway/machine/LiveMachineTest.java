package gangway.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import gangway.Problem;
import gangway.attack.Attack;
import gangway.attack.Party;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LiveMachineTest {
  private final LiveMachine machine = new LiveMachine();

  /** xl that is killed too early leaves its work half done. */
  @Test
  void aProgramThatChangesSomethingHasTheLimitOfTheHost() {
    Duration limit = Duration.ofMillis(300);
    WritableMachine machine =
        new LiveMachine().withLimits(new Limits(Map.of(Limit.PROGRAM, limit)));
    Command sleep = Command.of("sleep", "19");
    for (WritableMachine one : List.of(machine, machine.markedWith("20261129-1"))) {
      assertThatThrownBy(() -> one.run(sleep))
          .isInstanceOf(Problem.class)
          .hasMessageContaining("'sleep 19' did not end");
    }
    Limits limits = new Limits(Map.of(Limit.PROGRAM, limit));
    assertThat(limits.on(sleep).limit()).contains(limit);
    assertThat(limits.on(sleep.unlimited()).limit()).isEmpty();
    assertThat(limits.on(sleep.within(Duration.ofMinutes(5))).limit())
        .contains(Duration.ofMinutes(5));
    assertThat(Limits.STANDARD.on(sleep)).isEqualTo(sleep);
  }

  /** The name of the limit counts, not the value: a command can have the same time of its own. */
  @Test
  void aCommandWithATimeOfItsOwnKeepsIt() {
    Limits longer =
        new Limits(
            Map.of(
                Limit.PROGRAM, Duration.ofMinutes(9), Limit.GUEST_START, Duration.ofMinutes(20)));
    Command command = Command.of("xl", "create", "pv1");
    for (Limit limit : List.of(Limit.PROGRAM, Limit.GUEST_START)) {
      Command own = command.within(limit.standard());
      assertThat(longer.on(own)).isEqualTo(own);
    }
    assertThat(longer.on(command).limit()).contains(longer.of(Limit.PROGRAM));
    assertThat(longer.on(command.startsGuest()).limit()).contains(longer.of(Limit.GUEST_START));
    Limits shorter = new Limits(Map.of(Limit.GUEST_START, Duration.ofMinutes(1)));
    Command start = command.startsGuest();
    assertThat(shorter.on(start)).isEqualTo(start);
  }

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

  @Attack(Party.LOCAL_USER)
  @ParameterizedTest
  @ValueSource(strings = {"rwxr-xr-x", "rw-------", "rwxrwxrwx", "r---w---x", "---------"})
  void aNewFileHasItsModeRegardlessOfTheUmask(String mode, @TempDir Path folder)
      throws IOException {
    Path file = folder.resolve("new/file");
    machine.replace(file, "caf\u00e9\n", mode(mode));
    assertThat(file).hasContent("caf\u00e9\n");
    assertThat(modeOf(file)).isEqualTo(mode);
    assertThat(modeOf(folder.resolve("new"))).isEqualTo("rwxr-xr-x");
    assertThat(machine.list(folder.resolve("new"))).containsExactly("file");
  }

  @Test
  void replacingALinkDoesNotChangeItsTarget(@TempDir Path folder) throws IOException {
    Path target = Files.writeString(folder.resolve("target"), "old");
    Path link = Files.createSymbolicLink(folder.resolve("link"), target);
    machine.replace(link, "new", 0755);
    assertThat(target).hasContent("old");
    assertThat(link).isRegularFile().hasContent("new");
    assertThat(Files.isSymbolicLink(link)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"rwx------", "rwxrwxrwx", "rwxr-xr-x"})
  void anExistingFolderGetsTheModeToo(String mode, @TempDir Path top) throws IOException {
    Path folder = top.resolve("a/b");
    machine.makeFolder(folder, mode(mode));
    assertThat(modeOf(folder)).isEqualTo(mode);
    assertThat(modeOf(top.resolve("a"))).as("a new parent folder").isEqualTo("rwxr-xr-x");

    Files.createFile(folder.resolve("file"));
    machine.makeFolder(folder, 0750);
    assertThat(modeOf(folder)).isEqualTo("rwxr-x---");
    machine.makeFolder(folder.resolve("c"), 0700);
    assertThat(modeOf(folder)).as("an existing parent folder").isEqualTo("rwxr-x---");
    assertThat(folder.resolve("file")).exists();
  }

  @Test
  void aFolderIsNotCreatedInPlaceOfAFile(@TempDir Path top) throws IOException {
    Path file = Files.createFile(top.resolve("file"));
    assertThatThrownBy(() -> machine.makeFolder(file, 0700))
        .isInstanceOf(Problem.class)
        .hasMessageContaining(file + " could not be written");
    assertThat(file).isRegularFile();
  }

  @Test
  void aMoveReplacesAFileWithTheTargetName(@TempDir Path top) throws IOException {
    Path from = top.resolve("from");
    Path to = top.resolve("folder/to");
    machine.replace(from, "new", 0750);
    machine.replace(to, "old", 0600);
    machine.move(from, to);
    assertThat(from).doesNotExist();
    assertThat(to).hasContent("new");
    assertThat(modeOf(to)).isEqualTo("rwxr-x---");
    assertThatThrownBy(() -> machine.move(from, to)).isInstanceOf(Problem.class);
    assertThat(to).hasContent("new");
  }

  @Test
  void filesAndFoldersAreSynchronizedAndAMissingPathIsAProblem(@TempDir Path folder)
      throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "text");
    machine.sync(file);
    machine.sync(folder);
    assertThat(file).hasContent("text");
    Path absent = folder.resolve("absent");
    assertThatThrownBy(() -> machine.sync(absent)).isInstanceOf(Problem.class);
    assertThat(absent).doesNotExist();
  }

  @Test
  void aFolderIsDeletedOnlyIfItIsEmpty(@TempDir Path top) throws IOException {
    Path folder = Files.createDirectory(top.resolve("folder"));
    Path file = Files.createFile(folder.resolve("file"));
    assertThatThrownBy(() -> machine.delete(folder)).isInstanceOf(Problem.class);
    assertThat(file).exists();
    machine.delete(file);
    machine.delete(folder);
    machine.delete(folder);
    assertThat(folder).doesNotExist();
  }

  private static int mode(String text) {
    int mode = 0;
    for (int i = 0; i < text.length(); i++) {
      mode = mode << 1 | (text.charAt(i) == '-' ? 0 : 1);
    }
    return mode;
  }

  private static String modeOf(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
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

  /** Reading this file gives EIO: the memory at address 0 does not exist. */
  @Attack(Party.LOCAL_USER)
  @Test
  void aFileThatCannotBeReadIsNotAbsent() {
    Path unreadable = Path.of("/proc/self/mem");
    Problem problem = catchThrowableOfType(Problem.class, () -> machine.read(unreadable));
    assertThat(problem.kind()).isEqualTo(Problem.Kind.REFUSED);
    assertThat(problem.blocker()).isEqualTo("/proc/self/mem cannot be read: Input/output error");
  }

  @Test
  void whatTheKernelProvesAbsentIsAbsent(@TempDir Path folder) throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    Files.createSymbolicLink(folder.resolve("loop"), Path.of("loop"));
    List<Path> absent =
        List.of(
            folder.resolve("absent"),
            file.resolve("below"),
            folder.resolve("loop/below"),
            folder.resolve("x".repeat(300)),
            Path.of("/proc/4194305/stat"));
    for (Path path : absent) {
      assertThat(machine.read(path)).as(path.toString()).isEmpty();
      assertThat(machine.open(path)).as(path.toString()).isEmpty();
      assertThat(machine.list(path)).as(path.toString()).isEmpty();
      assertThat(machine.linkName(path)).as(path.toString()).isEmpty();
      assertThat(machine.real(path)).as(path.toString()).isEmpty();
      assertThat(machine.exists(path)).as(path.toString()).isFalse();
      assertThat(machine.modified(path)).as(path.toString()).isEmpty();
      assertThat(machine.filesBelow(path)).as(path.toString()).isEmpty();
    }
  }

  /** Opening a pipe would block until a writer opens it. */
  @Attack({Party.LOCAL_USER, Party.FILE})
  @Test
  void aPipeIsNotRead(@TempDir Path folder) {
    Path pipe = folder.resolve("pipe");
    assertThat(machine.run(Command.of("mkfifo", pipe.toString())).ok()).isTrue();
    assertThat(machine.read(pipe)).isEmpty();
    assertThat(machine.exists(pipe)).isTrue();
  }
}
