package gangway.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import gangway.Problem;
import gangway.attack.Attack;
import gangway.attack.Party;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class ProgramTest {

  @Test
  void outputErrorsAndExitCodeAreReturned() {
    Result result = shell("echo said; echo complained >&2; exit 3");
    assertThat(result).isEqualTo(new Result(3, "said\n", "complained\n"));
    assertThat(result.ok()).isFalse();
  }

  @Attack(Party.LOCAL_USER)
  @Test
  void aProgramThatActsWritesToUnnamedFiles() {
    String script =
        "echo said; echo complained >&2; readlink /proc/$$/fd/1 /proc/$$/fd/2; cat; exit 3";
    Command command = Command.of("sh", "-c", script).withInput("given");

    Result result = Program.find("sh").orElseThrow().act(command);

    assertThat(result.exit()).isEqualTo(3);
    assertThat(result.err()).isEqualTo("complained\n");
    List<String> lines = result.out().lines().toList();
    assertThat(lines.getFirst()).isEqualTo("said");
    assertThat(lines.getLast()).isEqualTo("given");
    assertThat(lines.subList(1, 3))
        .allMatch(file -> file.startsWith("/"), "a file, not a pipe")
        .allMatch(file -> !Files.exists(Path.of(file)), "gone");
  }

  /** A guest can send output without end to a command that logs in to it. */
  @Attack({Party.GUEST, Party.OTHER_HOST})
  @Test
  void endlessOutputDoesNotFillTheFileSystem() {
    String flood = "head -c 100M /dev/zero; sleep 0.5; stat -L -c %b /proc/$$/fd/1 >&2";
    Result result = Program.find("sh").orElseThrow().act(Command.of("sh", "-c", flood));
    assertThat(result.out()).hasSize(16 << 20);
    long blocks = Long.parseLong(result.err().strip());
    assertThat(blocks * 512).isLessThanOrEqualTo(20L << 20);
  }

  @Test
  void aProgramReadsItsInput() {
    Result result = run(Command.of("cat").withInput("<hostdev/>\n"));
    assertThat(result).isEqualTo(new Result(0, "<hostdev/>\n", ""));
  }

  @Test
  void unreadInputIsNotAnError() {
    Result result = run(Command.of("true").withInput("x".repeat(1 << 20)));
    assertThat(result.ok()).isTrue();
  }

  @Attack({Party.LOCAL_USER, Party.FILE})
  @Test
  void argumentsAreNotParsedByAShell() {
    assertThat(run(Command.of("echo", "$HOME; `id` > x *")).out()).isEqualTo("$HOME; `id` > x *\n");
  }

  @Attack(Party.LOCAL_USER)
  @Test
  void theEnvironmentHasOnlyLocalePathAndHome() {
    assertThat(run(Command.of("env")).out().lines().toList())
        .containsExactlyInAnyOrder("LC_ALL=C", "PATH=" + Program.SEARCH_PATH, "HOME=/root");
  }

  @Test
  void aProgramOfAnOperationIsMarkedWithTheOperation() {
    Command env = Command.of("env");
    Program program = Program.find("env").orElseThrow().markedWith(Optional.of("20261129-1"));

    for (Result result : List.of(program.run(env), program.act(env))) {
      assertThat(result.out().lines().toList()).contains("GANGWAY_OPERATION=20261129-1");
    }
  }

  @Attack(Party.LOCAL_USER)
  @Test
  void aProgramThatActsAndEveryProgramOfAnOperationHasItsOwnSession() {
    // (the name of the shell has no blank; after it: state, parent, group, session)
    Command stat = Command.of("sh", "-c", "cat /proc/$$/stat; echo $GANGWAY_SESSION");
    Program program = Program.find("sh").orElseThrow();
    Program marked = program.markedWith(Optional.of("20261129-1"));

    for (Result result : List.of(program.act(stat), marked.run(stat), marked.act(stat))) {
      List<String> lines = result.out().lines().toList();
      String[] fields = lines.getFirst().split(" ");
      assertThat(fields[5]).as("session").isEqualTo(fields[0]);
      assertThat(lines.getLast()).as("what the program is told").isEqualTo(fields[0]);
    }
    String[] fields = program.run(stat).out().lines().findFirst().orElseThrow().split(" ");
    assertThat(fields[5]).as("a query ends with its terminal").isNotEqualTo(fields[0]);
  }

  @Test
  void aProgramWithoutALimitIsWaitedFor() {
    Command command = Command.of("sh", "-c", "sleep 0.3; echo end").unlimited();
    Program program = Program.find("sh").orElseThrow();
    assertThat(program.act(command).out()).isEqualTo("end\n");
    assertThat(program.run(command).out()).isEqualTo("end\n");
  }

  @Test
  void aProgramBeyondItsTimeLimitIsKilledAndReported() {
    long start = System.nanoTime();
    Command command = Command.of("sleep", "19").within(Duration.ofMillis(200));
    Problem problem = problem(command);
    assertThat(problem.kind()).isEqualTo(Problem.Kind.FAILED);
    assertThat(problem.blocker()).contains("'sleep 19' did not end");
    assertThat(elapsed(start)).isLessThan(Duration.ofSeconds(10));
  }

  @Test
  void theChildrenOfAKilledProgramAreKilled() throws InterruptedException {
    String child = "19." + System.nanoTime();
    problem(Command.of("sh", "-c", "sleep " + child + "; true").within(Duration.ofMillis(300)));
    boolean alive = true;
    for (int i = 0; i < 100 && alive; i++) {
      Thread.sleep(20);
      alive =
          ProcessHandle.allProcesses()
              .anyMatch(process -> process.info().commandLine().orElse("").contains(child));
    }
    assertThat(alive).isFalse();
  }

  @Test
  void theLimitAppliesToOutputHeldByABackgroundProcess() {
    long start = System.nanoTime();
    Problem problem =
        problem(Command.of("sh", "-c", "sleep 5 & sleep 0.2").within(Duration.ofMillis(600)));
    assertThat(problem.remedy()).contains("background");
    assertThat(elapsed(start)).isLessThan(Duration.ofSeconds(4));
  }

  @Test
  void theLimitAppliesToUnreadInput() {
    long start = System.nanoTime();
    problem(Command.of("sleep", "5").withInput("x".repeat(1 << 20)).within(Duration.ofMillis(300)));
    assertThat(elapsed(start)).isLessThan(Duration.ofSeconds(4));
  }

  @Attack({Party.GUEST, Party.OTHER_HOST})
  @Test
  void endlessOutputIsTruncatedAndTheProgramEnds() {
    Result result = shell("head -c 20000000 /dev/zero; exit 0");
    assertThat(result.ok()).isTrue();
    assertThat(result.out()).hasSize(16 * 1024 * 1024);
  }

  @Test
  void largeOutputOnBothStreamsDoesNotBlock() {
    Result result = shell("head -c 300000 /dev/zero >&2; head -c 300000 /dev/zero");
    assertThat(result.out()).hasSize(300_000);
    assertThat(result.err()).hasSize(300_000);
  }

  @Test
  void onlyTheSearchPathIsUsed() {
    assertThat(Program.find("sh")).isPresent();
    assertThat(Program.find("no-such-program")).isEmpty();
  }

  @Test
  void aFileThatIsNotAProgramIsAFailure() {
    Problem problem =
        catchThrowableOfType(
            Problem.class, () -> new Program(Path.of("/")).run(Command.of("root")));
    assertThat(problem.kind()).isEqualTo(Problem.Kind.FAILED);
    assertThat(problem.blocker()).contains("'root' could not be run");
  }

  private static Result shell(String script) {
    return run(Command.of("sh", "-c", script));
  }

  private static Result run(Command command) {
    return Program.find(command.program()).orElseThrow().run(command);
  }

  private static Problem problem(Command command) {
    return catchThrowableOfType(Problem.class, () -> run(command));
  }

  private static Duration elapsed(long start) {
    return Duration.ofNanos(System.nanoTime() - start);
  }
}
