package gangway.operation;

import static org.assertj.core.api.Assertions.assertThat;

import gangway.MemoryFolder;
import gangway.journal.Author;
import gangway.journal.Claim;
import gangway.journal.Journal;
import gangway.journal.Operation;
import gangway.journal.OperationWriter;
import gangway.journal.Outcome;
import gangway.machine.Command;
import gangway.machine.CommandMarks;
import gangway.machine.LiveMachine;
import gangway.machine.WritableMachine;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Recovery waits for the commands of the interrupted operation and for no others. The commands are
 * processes of this machine; the journal is in a folder.
 */
@Timeout(60)
class RunningCommandsTest {
  private static final Command SLEEP = Command.of("sleep", "55");

  /** Greater than every process ID. */
  private static final int DEAD = (1 << 23) + 1;

  @TempDir(factory = MemoryFolder.class)
  private Path folder;

  private final List<ProcessHandle> started = new ArrayList<>();
  private WritableMachine machine;
  private Author author;

  @BeforeEach
  void host() {
    machine = withJournalIn(folder, new LiveMachine());
    author = Author.present(machine);
  }

  @AfterEach
  void end() {
    started.forEach(ProcessHandle::destroy);
  }

  @Test
  void commandsOfAnotherOperationOfTheSameProcessAreNotWaitedFor() {
    OperationWriter interrupted = begin("first", author);
    ProcessHandle awaited = running(interrupted);
    OperationWriter inProgress = begin("second", author);
    ProcessHandle other = running(inProgress);
    interrupted.release();

    assertThat(recovered("first")).containsExactly(said(awaited));

    assertThat(other.isAlive()).isTrue();
    assertThat(new Journal(machine).open())
        .extracting(Operation::command)
        .containsExactly("second");
    inProgress.drop();
  }

  @Test
  void commandsOfNestedOperationsAreWaitedForToo() {
    OperationWriter outer = begin("outer", author);
    OperationWriter middle = within("outer", "middle");
    OperationWriter inner = within("middle", "inner");
    ProcessHandle awaited = running(inner);
    Stream.of(inner, middle, outer).forEach(OperationWriter::release);

    assertThat(recovered("outer")).containsExactly(said(awaited));
  }

  @Test
  void commandsOfTheOuterOperationAreNotWaitedFor() {
    OperationWriter outer = begin("outer", author);
    ProcessHandle other = running(outer);
    OperationWriter inner = within("outer", "inner");
    ProcessHandle awaited = running(inner);
    inner.release();

    assertThat(recovered("inner")).containsExactly(said(awaited));

    assertThat(other.isAlive()).isTrue();
    outer.drop();
  }

  /** A recovery is interrupted, too: its commands carry the mark of the operation. */
  @Test
  void commandsOfAnInterruptedRecoveryAreWaitedForToo() {
    begin("first", author).release();
    OperationWriter recovery = OperationWriter.takeOver(machine, author, operation("first"));
    ProcessHandle awaited = running(recovery);
    recovery.release();

    assertThat(recovered("first")).containsExactly(said(awaited));
  }

  @Test
  void commandsMarkedByAnEarlierVersionAreWaitedForToo() throws IOException {
    begin("first", new Author("root", Optional.empty(), DEAD, "1", author.boot(), Optional.empty()))
        .release();
    ProcessBuilder builder = new ProcessBuilder(SLEEP.words());
    builder.environment().put("GANGWAY_PROCESS", Integer.toString(DEAD));
    ProcessHandle awaited = builder.start().toHandle();
    started.add(awaited);
    CommandMarks marks = new CommandMarks(Set.of(), Set.of(DEAD));
    while (!machine.awaitOrphans(marks, Duration.ZERO).equals(Optional.of(said(awaited)))) {
      Thread.onSpinWait();
    }

    assertThat(recovered("first")).containsExactly(said(awaited));
  }

  private OperationWriter begin(String word, Author author) {
    return OperationWriter.begin(machine, author, List.of(word), Set.of(new Claim.OfGuest(word)));
  }

  private OperationWriter within(String parent, String word) {
    return OperationWriter.beginWithin(
        operation(parent), machine, author, List.of(word), Set.of(new Claim.OfGuest(word)));
  }

  private Operation operation(String command) {
    return new Journal(machine)
        .open().stream().filter(one -> one.command().equals(command)).findFirst().orElseThrow();
  }

  /** A command that an operation runs. */
  private ProcessHandle running(OperationWriter operation) {
    Set<ProcessHandle> before = sleeping();
    Thread.ofPlatform().daemon().start(() -> operation.machine().run(SLEEP));
    // a process that was there before may end meanwhile
    Optional<ProcessHandle> process = Optional.empty();
    while (process.isEmpty()) {
      Thread.onSpinWait();
      process = sleeping().stream().filter(one -> !before.contains(one)).findFirst();
    }
    started.add(process.get());
    return process.get();
  }

  /** Other tests, too, run programs of this name at the same time. */
  private static Set<ProcessHandle> sleeping() {
    Optional<List<String>> arguments = Optional.of(SLEEP.words().subList(1, SLEEP.words().size()));
    return ProcessHandle.current()
        .children()
        .filter(process -> process.info().command().orElse("").endsWith("sleep"))
        .filter(process -> process.info().arguments().map(List::of).equals(arguments))
        .collect(Collectors.toSet());
  }

  private static String said(ProcessHandle process) {
    return "sleep, process " + process.pid();
  }

  /** Recovers from an operation that had no plan, and returns the commands that it waited for. */
  private List<String> recovered(String command) {
    Killing killing = new Killing();
    Outcome outcome = new Recovery(machine, author, killing).recover(operation(command));
    assertThat(outcome).isEqualTo(Outcome.UNDONE);
    return killing.awaited;
  }

  /** Kills the commands that recovery waits for. */
  private static final class Killing extends UnseenProgress {
    private final List<String> awaited = new ArrayList<>();

    @Override
    public void awaits(String command) {
      awaited.add(command);
      ProcessHandle.of(Long.parseLong(command.replaceFirst(".* ", "")))
          .ifPresent(ProcessHandle::destroy);
    }
  }

  /** A machine whose journal is below a folder. */
  private static WritableMachine withJournalIn(Path folder, WritableMachine live) {
    return (WritableMachine)
        Proxy.newProxyInstance(
            WritableMachine.class.getClassLoader(),
            new Class<?>[] {WritableMachine.class},
            (_, method, arguments) -> {
              if (method.getName().equals("otherWriters")) {
                // everybody can write to the folder of temporary folders
                return Optional.empty();
              }
              Object[] moved =
                  Stream.ofNullable(arguments)
                      .flatMap(Stream::of)
                      .map(argument -> moved(folder, argument))
                      .toArray();
              try {
                Object result = method.invoke(live, moved);
                return result instanceof WritableMachine marked
                    ? withJournalIn(folder, marked)
                    : result;
              } catch (InvocationTargetException thrown) {
                throw thrown.getCause();
              }
            });
  }

  private static Object moved(Path folder, Object argument) {
    return argument instanceof Path path && path.startsWith("/var/lib/gangway")
        ? folder.resolve(path.toString().substring(1))
        : argument;
  }
}
