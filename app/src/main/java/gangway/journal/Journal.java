package gangway.journal;

import gangway.journal.RunFile.Parsed;
import gangway.journal.RunFile.Parsed.NotUnderstood;
import gangway.journal.RunFile.Parsed.Understood;
import gangway.machine.Machine;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What Gangway did on a machine and is doing, below {@code /var/lib/gangway}.
 *
 * <p>Every operation has a folder, below {@code running} until the operation is over and below
 * {@code history} from then on. The folder has {@code run.jsonl}, which tells what happened; {@code
 * plan.json}, from which an interrupted operation is undone; and below {@code files} the files that
 * the operation changed, as they were before.
 *
 * <p>See docs/decisions/0005-the-journal-is-the-lock.md.
 */
public final class Journal {
  private static final Path FOLDER = Path.of("/var/lib/gangway");
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

  public Journal(Machine machine) {
    this.machine = machine;
  }

  /**
   * The operations that are not over: they are in progress, or were interrupted. The oldest first.
   */
  public List<Run> open() {
    return readable(RUNNING);
  }

  /** The operations that are not over and cannot be read. */
  public List<Unreadable> unreadable() {
    return operations(RUNNING)
        .flatMap(
            one -> one instanceof NotUnderstood(Unreadable why) ? Stream.of(why) : Stream.empty())
        .toList();
  }

  /** The operations that are not over and that no process works on any more. */
  public List<Run> interrupted() {
    return open().stream().filter(run -> !alive(run)).toList();
  }

  /** Whether a process works on an open operation, or may do so. */
  public boolean alive(Run run) {
    Author author = run.author();
    return !run.released()
        && author.alive(machine)
        && (!author.isThisProcess(machine) || LiveOperations.contains(run.id()));
  }

  /** The operations that are over and can be read, the oldest first. */
  public List<Run> closed() {
    return readable(HISTORY);
  }

  /** The plan of an open operation, by which it is undone; nothing if it had no plan yet. */
  public Optional<String> plan(Run run) {
    return machine.read(RUNNING.resolve(run.id()).resolve(PLAN));
  }

  /** The copies of files that an operation changed, as they were before. */
  public List<Path> copies(Run run) {
    Path folder = HISTORY.resolve(run.id()).resolve(FILES);
    return machine.list(folder).stream().map(folder::resolve).toList();
  }

  private List<Run> readable(Path folder) {
    return operations(folder)
        .flatMap(one -> one instanceof Understood(Run run) ? Stream.of(run) : Stream.empty())
        .toList();
  }

  /** A folder without the file of its operation is of one that had not begun. */
  private Stream<Parsed> operations(Path folder) {
    return machine.list(folder).stream()
        .flatMap(id ->
            machine
                .read(folder.resolve(id).resolve(RUN))
                .map(text -> RunFile.parse(id, text))
                .stream());
  }
}
