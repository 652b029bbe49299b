package gangway.journal;

import gangway.Problem;
import gangway.journal.OperationFile.Parsed;
import gangway.journal.OperationFile.Parsed.NotUnderstood;
import gangway.journal.OperationFile.Parsed.Understood;
import gangway.machine.Machine;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The operations of Gangway on a machine, below {@code /var/lib/gangway}.
 *
 * <p>Every operation has a folder: below {@code running} until the operation has ended, below
 * {@code history} from then on. The folder contains {@code run.jsonl}, the events; {@code
 * plan.json}, the plan to undo an interrupted operation, which afterwards shows what the operation
 * did; and {@code files}, a folder with copies of the files that the operation changed, made before
 * the change.
 *
 * <p>See docs/decisions/0005-the-journal-is-the-lock.md.
 */
public final class Journal {
  /** The folder of the journal. */
  public static final Path FOLDER = Path.of("/var/lib/gangway");

  static final Path RUNNING = FOLDER.resolve("running");
  static final Path HISTORY = FOLDER.resolve("history");
  static final Path LOCK = FOLDER.resolve("lock");
  static final String RUN = "run.jsonl";
  static final String PLAN = "plan.json";
  static final String FILES = "files";

  private final Machine machine;

  /** Whether a file is part of a journal. */
  public static boolean keeps(Path file) {
    return file.startsWith(RUNNING) || file.startsWith(HISTORY);
  }

  /** The file with the events of an open operation. */
  public static Path file(Operation open) {
    return RUNNING.resolve(open.id()).resolve(RUN);
  }

  public Journal(Machine machine) {
    this.machine = machine;
  }

  /** The operations that have not ended. */
  public OpenOperations running() {
    List<Parsed> all = operations(RUNNING).toList();
    return new OpenOperations(readable(all), unreadable(all));
  }

  /** The operations that have ended. */
  public EndedOperations ended() {
    List<Parsed> all = operations(HISTORY).toList();
    return new EndedOperations(readable(all), unreadable(all));
  }

  private static List<Operation> readable(List<Parsed> all) {
    return all.stream()
        .flatMap(one -> one instanceof Understood(Operation run) ? Stream.of(run) : Stream.empty())
        .toList();
  }

  private static List<UnreadableOperation> unreadable(List<Parsed> all) {
    return all.stream()
        .flatMap(one ->
            one instanceof NotUnderstood(UnreadableOperation why) ? Stream.of(why) : Stream.empty())
        .toList();
  }

  /** The readable operations that have not ended: in progress or interrupted, the oldest first. */
  public List<Operation> open() {
    return running().readable();
  }

  /** The readable operations that have not ended and that no process works on, the oldest first. */
  public List<Operation> interrupted() {
    return interrupted(running());
  }

  /** Those of the open operations that no process works on, the oldest first. */
  public List<Operation> interrupted(OpenOperations running) {
    return running.readable().stream().filter(run -> !alive(run)).toList();
  }

  /** Those of the open operations that a process has taken over and is recovering. */
  public List<Operation> recovering(OpenOperations running) {
    return running.readable().stream()
        .filter(run -> run.authors().size() > 1 && alive(run))
        .toList();
  }

  /** Whether a process works on an open operation, or may do so. */
  public boolean alive(Operation run) {
    Author author = run.author();
    return !run.released()
        && author.alive(machine)
        && (!author.isThisProcess(machine) || LiveOperations.contains(run.id()));
  }

  /**
   * Whether this process may have changed the machine: it has an open operation, or an operation
   * that it did not undo. False only if the journal certainly has no such operation.
   */
  public boolean mayHaveChanged() {
    try {
      OpenOperations running = running();
      return !running.unreadable().isEmpty()
          || running.readable().stream().anyMatch(run -> run.author().isThisProcess(machine))
          || closed().stream()
              .filter(run -> run.author().isThisProcess(machine))
              .anyMatch(run -> run.end().filter(end -> end.outcome() == Outcome.UNDONE).isEmpty());
    } catch (RuntimeException | Error unknown) {
      return true;
    }
  }

  /** The operations that have ended and can be read, the oldest first. */
  public List<Operation> closed() {
    return ended().readable();
  }

  /** The plan of an open operation, used to undo it; empty if the operation had no plan yet. */
  public Optional<String> plan(Operation run) {
    return machine.read(RUNNING.resolve(run.id()).resolve(PLAN));
  }

  /**
   * The plan of an operation that has ended; empty if the operation had no plan, or if an earlier
   * version of Gangway deleted the plan.
   */
  public Optional<String> pastPlan(Operation run) {
    return machine.read(HISTORY.resolve(run.id()).resolve(PLAN));
  }

  /** The copies of the files that an operation changed, made before the change. */
  public List<Path> copies(Operation run) {
    Path folder = HISTORY.resolve(run.id()).resolve(FILES);
    return machine.list(folder).stream().map(folder::resolve).toList();
  }

  private Stream<Parsed> operations(Path folder) {
    List<String> ids = machine.list(folder);
    if (ids.isEmpty()) {
      Stream.of(FOLDER, folder).forEach(this::mustNotBeReplaced);
    }
    return ids.stream().flatMap(id -> operation(folder, id).stream());
  }

  /**
   * A folder that does not exist has no operations. What is in the place of a folder hides them.
   *
   * @throws Problem of kind REFUSED if a file, or a link that leads nowhere, is in its place
   */
  private void mustNotBeReplaced(Path folder) {
    if (machine.linkName(folder).isPresent() && machine.real(folder).isEmpty()) {
      throw replaced(folder, "a link that leads nowhere");
    }
    if (machine.readBytes(folder).isPresent()) {
      throw replaced(folder, "a file");
    }
  }

  private static Problem replaced(Path folder, String by) {
    return Problem.refused(
        "the journal cannot be read: %s is %s, not a folder".formatted(folder, by),
        "put the folder back; if it is lost, check the host with 'gangway devices' and 'gangway"
            + " doctor', then move %s to another place".formatted(folder),
        "which operations are in progress or interrupted is unknown");
  }

  /**
   * An operation; empty for a folder without {@code run.jsonl}, which belongs to an operation that
   * had not begun. A file that exists, or may exist, and cannot be read is an operation.
   */
  private Optional<Parsed> operation(Path folder, String id) {
    boolean open = folder.equals(RUNNING);
    Path file = folder.resolve(id).resolve(RUN);
    try {
      Optional<String> text = machine.read(file);
      if (text.isPresent()) {
        return Optional.of(OperationFile.parse(id, open, text.get()));
      }
      return machine.exists(file)
          ? Optional.of(unreadable(id, open, file + " is not a file"))
          : Optional.empty();
    } catch (Problem why) {
      return Optional.of(unreadable(id, open, why.blocker()));
    }
  }

  private static Parsed unreadable(String id, boolean open, String reason) {
    return new NotUnderstood(new UnreadableOperation(id, open, Optional.empty(), false, reason));
  }
}
