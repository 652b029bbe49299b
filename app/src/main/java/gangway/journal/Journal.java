package gangway.journal;

import gangway.machine.Machine;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What Gangway did on a machine and is doing, below {@code /var/lib/gangway}.
 *
 * <p>Every run has a folder, below {@code running} until it is over and below {@code history} from
 * then on. In it lie {@code run.jsonl}, which tells what happened; {@code plan.json}, from which a
 * run that was killed is undone; and below {@code files} the files it changed as they were before.
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

  /** The runs that are not over: they are being carried out, or were killed. The oldest first. */
  public List<Run> open() {
    return runs(RUNNING);
  }

  /** The runs that are not over and that nobody carries out any more. */
  public List<Run> interrupted() {
    return open().stream().filter(run -> !run.author().alive(machine)).toList();
  }

  /** The runs that are over, the oldest first. */
  public List<Run> closed() {
    return runs(HISTORY);
  }

  /** How an open run is undone, as whoever planned it wrote it; nothing if it had no plan yet. */
  public Optional<String> plan(Run run) {
    return machine.read(RUNNING.resolve(run.id()).resolve(PLAN));
  }

  /** The copies of files that a run changed, as they were before. */
  public List<Path> copies(Run run) {
    Path folder = HISTORY.resolve(run.id()).resolve(FILES);
    return machine.list(folder).stream().map(folder::resolve).toList();
  }

  private List<Run> runs(Path folder) {
    return machine.list(folder).stream()
        .flatMap(id -> machine.read(folder.resolve(id).resolve(RUN)).stream())
        .flatMap(text -> RunFile.parse(text).stream())
        .toList();
  }
}
