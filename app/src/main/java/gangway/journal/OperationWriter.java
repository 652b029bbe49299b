package gangway.journal;

import gangway.Problem;
import gangway.Version;
import gangway.machine.WritableMachine;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Writes an operation to the journal while the operation is in progress.
 *
 * <p>See docs/decisions/0005-the-journal-is-the-lock.md.
 */
public final class OperationWriter {
  /**
   * The length of an event. An operator reads the evidence of a problem once, up to 101 lines of it
   * ({@link gangway.Excerpt}); the journal keeps it for hundreds of operations.
   */
  private static final int MAX_LINES = 20;

  private static final int MAX_CHARACTERS = 500;

  /** Space for the events of a step: a full disk must be found before the first action. */
  private static final int RESERVED_BYTES_A_STEP = 512;

  static final String RESERVE = "reserve";

  private final WritableMachine machine;
  private final Path folder;

  private OperationWriter(WritableMachine machine, Path folder) {
    this.machine = machine.markedWith(String.valueOf(folder.getFileName()));
    this.folder = folder;
  }

  /** The id of the operation, as {@code gangway history ID} takes it. */
  public String id() {
    return String.valueOf(folder.getFileName());
  }

  /**
   * The machine for everything that the operation does: recovery waits for the commands that run by
   * this machine.
   */
  public WritableMachine machine() {
    return machine;
  }

  /**
   * Begins an operation. From now on no other operation can claim the same resources.
   *
   * @throws Problem of kind REFUSED if another operation has claimed one of the resources, or the
   *     disk is full
   */
  public static OperationWriter begin(
      WritableMachine machine, Author author, List<String> words, Set<Claim> claims) {
    return begin(machine, author, Optional.empty(), words, claims);
  }

  /**
   * Begins an operation within another one: it may claim the resources of its parent.
   *
   * @throws Problem as {@link #begin} does
   */
  public static OperationWriter beginWithin(
      Operation parent,
      WritableMachine machine,
      Author author,
      List<String> words,
      Set<Claim> claims) {
    return begin(machine, author, Optional.of(parent), words, claims);
  }

  private static OperationWriter begin(
      WritableMachine machine,
      Author author,
      Optional<Operation> parent,
      List<String> words,
      Set<Claim> claims) {
    try {
      return machine.exclusively(Journal.LOCK, () -> begun(machine, author, parent, words, claims));
    } catch (Problem why) {
      throw refusal(why);
    }
  }

  private static OperationWriter begun(
      WritableMachine machine,
      Author author,
      Optional<Operation> parent,
      List<String> words,
      Set<Claim> claims) {
    Journal journal = new Journal(machine);
    OpenOperations running = journal.running();
    List<Operation> open = running.readable();
    Set<String> ancestors = ancestors(parent, open);
    if (!granted(ancestors, open).containsAll(claims)) {
      running.unreadable().stream()
          .findFirst()
          .ifPresent(unreadable -> {
            throw unreadable.problem();
          });
    }
    open.stream()
        .filter(other -> !ancestors.contains(other.id()))
        .forEach(other -> refuseIfTaken(journal, machine, claims, other));
    OperationFolders folders = new OperationFolders(machine);
    folders.make();
    folders.discardUnborn();
    Instant now = machine.clock().now();
    String id = folders.freeId(OperationId.TIME.format(now) + "-" + author.pid());
    OperationWriter writer = new OperationWriter(machine, Journal.RUNNING.resolve(id));
    folders.restrict();
    Operation.Header header =
        new Operation.Header(
            Version.text(), id, parent.map(Operation::id), now, author, words, List.copyOf(claims));
    try {
      machine.makeFolder(writer.folder, OperationFolders.OPERATION_MODE);
      machine.writePrivate(writer.folder.resolve(Journal.RUN), OperationFile.line(header));
      LiveOperations.begin(id);
      return writer;
    } catch (RuntimeException | Error fault) {
      // a call that fails may have had its effect
      writer.drop();
      throw fault;
    }
  }

  /** The ids of an operation and of all its parents. */
  private static Set<String> ancestors(Optional<Operation> parent, List<Operation> open) {
    Set<String> ancestors = new HashSet<>();
    Optional<Operation> next = parent;
    while (next.isPresent() && ancestors.add(next.get().id())) {
      Optional<String> above = next.get().header().parent();
      next = open.stream().filter(run -> above.equals(Optional.of(run.id()))).findFirst();
    }
    return ancestors;
  }

  /** What an operation's ancestors have claimed: nothing else can have claimed the same. */
  private static Set<Claim> granted(Set<String> ancestors, List<Operation> open) {
    return open.stream()
        .filter(run -> ancestors.contains(run.id()))
        .flatMap(run -> run.claims().stream())
        .collect(Collectors.toUnmodifiableSet());
  }

  /** If the journal cannot be written before the first action, the operation is refused. */
  private static Problem refusal(Problem why) {
    return why.kind() != Problem.Kind.FAILED
        ? why
        : Problem.refused(
            Problem.Reason.JOURNAL_UNWRITABLE,
            "the journal cannot be written; nothing was changed",
            why.remedy(),
            Stream.concat(Stream.of(why.blocker()), why.evidence().stream())
                .toArray(String[]::new));
  }

  private static void refuseIfTaken(
      Journal journal, WritableMachine machine, Set<Claim> claims, Operation other) {
    Optional<Claim> taken = other.claims().stream().filter(claims::contains).findFirst();
    if (taken.isEmpty()) {
      return;
    }
    Author author = other.author();
    String who =
        "'gangway %s', started %s by %s, process %d"
            .formatted(other.command(), other.begun(), author, author.pid());
    if (!journal.alive(other)) {
      throw Problem.refused(
          Problem.Reason.INTERRUPTED,
          "an interrupted operation has not finished changing " + taken.get(),
          "gangway recover",
          who);
    }
    throw author.life(machine) == Author.Life.UNKNOWN
        ? Problem.refused(
            Problem.Reason.BUSY,
            "an operation in another PID namespace may be changing " + taken.get(),
            "try again when that operation has ended; if its process is dead, run 'gangway recover'"
                + " in dom0's initial PID namespace",
            who,
            "its PID namespace: " + author.pidNamespace().orElse("unknown"))
        : Problem.refused(
            Problem.Reason.BUSY,
            "another operation is changing " + taken.get(),
            "try again when that operation has ended",
            who);
  }

  /**
   * Takes over an interrupted operation.
   *
   * @throws Problem of kind REFUSED if another process has taken it over, or the operation has
   *     ended
   */
  public static OperationWriter takeOver(WritableMachine machine, Author author, Operation run) {
    return machine.exclusively(
        Journal.LOCK,
        () -> {
          boolean left =
              new Journal(machine).interrupted().stream().anyMatch(r -> r.id().equals(run.id()));
          if (!left) {
            throw Problem.refused(
                "operation %s has ended, or another process is recovering it".formatted(run.id()),
                "see 'gangway history'");
          }
          new OperationFolders(machine).make();
          OperationWriter writer = new OperationWriter(machine, Journal.RUNNING.resolve(run.id()));
          writer.recordAfterHalfALine(new Event.TakenOver(author));
          LiveOperations.begin(run.id());
          return writer;
        });
  }

  /**
   * Stores the plan, from which another process can undo the operation, and copies of the files
   * that the plan changes.
   *
   * @param plan the text of the plan; the journal does not interpret it
   * @param files the files that the steps will change, with their current texts
   * @throws Problem of kind REFUSED if the disk is full; the operation is then deleted
   */
  public void plan(List<String> steps, String plan, SequencedMap<Path, String> files) {
    try {
      extendPlan(steps, plan, files);
    } catch (RuntimeException | Error fault) {
      drop();
      throw refusal(Problem.because(fault));
    }
  }

  /**
   * Replaces the plan by a longer one that begins with the same steps, while the operation is in
   * progress. The text of the plan is on disk before the event that tells its steps.
   *
   * @param plan the text of the whole plan
   * @param files the files that only the new steps will change, with their current texts
   * @throws Problem of kind FAILED if the disk is full; the operation stays
   */
  public void extendPlan(List<String> steps, String plan, SequencedMap<Path, String> files) {
    files.forEach((file, text) -> machine.writePrivate(copy(file), text));
    machine.writePrivate(folder.resolve(Journal.PLAN), plan);
    machine.writePrivate(
        folder.resolve(RESERVE), " ".repeat((steps.size() + 8) * RESERVED_BYTES_A_STEP));
    append(line(new Event.Planned(steps)));
  }

  /** A file name that shows the path of the original: {@code etc%modprobe.d%gangway.conf}. */
  private Path copy(Path file) {
    return folder.resolve(Journal.FILES).resolve(file.toString().substring(1).replace('/', '%'));
  }

  /** Writes an event to the disk. */
  public void record(Event event) {
    try {
      append(line(event));
    } catch (Problem full) {
      recordAfterHalfALine(event);
    }
  }

  /** A full disk or a power failure may have cut off the line before. */
  private void recordAfterHalfALine(Event event) {
    try {
      append("\n" + line(event));
    } catch (Problem full) {
      machine.delete(folder.resolve(RESERVE));
      append("\n" + line(event));
    }
  }

  private void append(String line) {
    machine.append(folder.resolve(Journal.RUN), line);
  }

  private String line(Event event) {
    return OperationFile.line(new Operation.Entry(machine.clock().now(), bounded(event)));
  }

  /** Ends the operation and releases its claims. */
  public void end(Outcome outcome, List<String> evidence) {
    record(new Event.Ended(outcome, evidence));
    close();
  }

  /**
   * Stops working on the operation and keeps it open: this process or another one can recover it.
   */
  public void release() {
    try {
      record(new Event.Released());
    } catch (Problem unwritable) {
      // LiveOperations tells this process that the operation is interrupted
    } finally {
      LiveOperations.end(id());
    }
  }

  /** Moves an operation that has ended to the history. */
  public void close() {
    machine.delete(folder.resolve(RESERVE));
    machine.move(folder, Journal.HISTORY.resolve(folder.getFileName()));
    LiveOperations.end(id());
    new OperationFolders(machine).prune(id());
  }

  /**
   * Observes the host before anything is changed; if that fails, the operation is deleted.
   *
   * @throws Problem of kind FAILED for a fault: everything is as it was
   */
  public <T> T found(Function<? super WritableMachine, T> look) {
    try {
      return look.apply(machine);
    } catch (RuntimeException | Error fault) {
      drop();
      throw Problem.because(fault);
    }
  }

  /** Deletes an operation that has changed nothing. */
  public void drop() {
    try {
      new OperationFolders(machine).discard(folder);
    } finally {
      LiveOperations.end(id());
    }
  }

  private static Event bounded(Event event) {
    return switch (event) {
      case Event.Failed(int step, var why) -> new Event.Failed(step, bounded(why));
      case Event.Left(int step, var why) -> new Event.Left(step, bounded(why));
      case Event.Ended(var outcome, var evidence) -> new Event.Ended(outcome, bounded(evidence));
      default -> event;
    };
  }

  private static List<String> bounded(Collection<String> lines) {
    return lines.stream()
        .limit(MAX_LINES)
        .map(line -> line.substring(0, Math.min(line.length(), MAX_CHARACTERS)))
        .toList();
  }
}
