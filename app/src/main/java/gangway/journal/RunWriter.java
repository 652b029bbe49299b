package gangway.journal;

import gangway.Problem;
import gangway.Version;
import gangway.machine.ActingMachine;
import gangway.machine.Machine;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Keeps a run in the journal while it lasts.
 *
 * <p>See docs/decisions/0005-the-journal-is-the-lock.md.
 */
public final class RunWriter {
  /** More than anyone reads; some kilobytes each. */
  private static final int MOST_KEPT = 500;

  /** What an event may have to say: tools can be long-winded. */
  private static final int MOST_LINES = 20;

  private static final int MOST_CHARACTERS = 500;

  /** Room for what is written after acts have begun: a full disk is found before. */
  private static final int RESERVED_BYTES_A_STEP = 512;

  private static final DateTimeFormatter ID =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss.SSS").withZone(ZoneOffset.UTC);

  private static final String RESERVE = "reserve";

  private final ActingMachine machine;
  private final Path folder;

  private RunWriter(ActingMachine machine, Path folder) {
    this.machine = machine;
    this.folder = folder;
  }

  /**
   * Begins an operation, which from now on keeps others from what it claims.
   *
   * @throws Problem of kind REFUSED if another operation has claimed some of it, or there is no
   *     room
   */
  public static RunWriter begin(
      ActingMachine machine, Author author, List<String> words, Set<Claim> claims) {
    return begin(machine, author, Optional.empty(), words, claims);
  }

  /**
   * Begins an operation that is part of another one: what that one has claimed is open to it.
   *
   * @throws Problem as {@link #begin} does
   */
  public static RunWriter beginWithin(
      Run parent, ActingMachine machine, Author author, List<String> words, Set<Claim> claims) {
    return begin(machine, author, Optional.of(parent), words, claims);
  }

  private static RunWriter begin(
      ActingMachine machine,
      Author author,
      Optional<Run> parent,
      List<String> words,
      Set<Claim> claims) {
    try {
      return machine.exclusively(Journal.LOCK, () -> begun(machine, author, parent, words, claims));
    } catch (Problem why) {
      throw refusal(why);
    }
  }

  private static RunWriter begun(
      ActingMachine machine,
      Author author,
      Optional<Run> parent,
      List<String> words,
      Set<Claim> claims) {
    Journal journal = new Journal(machine);
    journal.unreadable().stream()
        .findFirst()
        .ifPresent(unreadable -> {
          throw unreadable.problem();
        });
    List<Run> open = journal.open();
    Set<String> ancestors = ancestors(parent, open);
    open.stream()
        .filter(other -> !ancestors.contains(other.id()))
        .forEach(other -> refuseIfTaken(journal, machine, claims, other));
    discardUnborn(machine, open);
    Instant now = machine.clock().now();
    String id = freeId(machine, ID.format(now) + "-" + author.pid());
    RunWriter writer = new RunWriter(machine, Journal.RUNNING.resolve(id));
    machine.replace(
        writer.folder.resolve(Journal.RUN),
        RunFile.line(
            new Run.Header(
                Version.text(), id, parent.map(Run::id), now, author, words, List.copyOf(claims))));
    LiveOperations.begin(id);
    return writer;
  }

  /** An operation, that within which it was begun, and so on. */
  private static Set<String> ancestors(Optional<Run> parent, List<Run> open) {
    Set<String> ancestors = new HashSet<>();
    Optional<Run> next = parent;
    while (next.isPresent() && ancestors.add(next.get().id())) {
      Optional<String> above = next.get().header().parent();
      next = open.stream().filter(run -> above.equals(Optional.of(run.id()))).findFirst();
    }
    return ancestors;
  }

  /** Two operations of one process may begin in the same millisecond. */
  private static String freeId(Machine machine, String wanted) {
    String id = wanted;
    for (int i = 2; isTaken(machine, id); i++) {
      id = wanted + "-" + i;
    }
    return id;
  }

  private static boolean isTaken(Machine machine, String id) {
    return machine.exists(Journal.RUNNING.resolve(id))
        || machine.exists(Journal.HISTORY.resolve(id));
  }

  /** Before anything was begun, a journal that cannot be written is a reason to refuse. */
  private static Problem refusal(Problem why) {
    return why.kind() != Problem.Kind.FAILED
        ? why
        : Problem.refused(
            "the journal cannot be written, so nothing was begun",
            why.wayOut(),
            Stream.concat(Stream.of(why.blocker()), why.evidence().stream())
                .toArray(String[]::new));
  }

  private static void refuseIfTaken(
      Journal journal, ActingMachine machine, Set<Claim> claims, Run other) {
    Optional<Claim> taken = other.claims().stream().filter(claims::contains).findFirst();
    if (taken.isEmpty()) {
      return;
    }
    Author author = other.author();
    String who =
        "'gangway %s', begun %s by %s, process %d"
            .formatted(other.command(), other.begun(), author, author.pid());
    if (!journal.alive(other)) {
      throw Problem.refused(
          "an interrupted operation has left " + taken.get() + " half changed",
          "gangway recover",
          who);
    }
    throw author.life(machine) == Author.Life.UNKNOWN
        ? Problem.refused(
            "an operation in another PID namespace may be changing " + taken.get(),
            "try again when it is done; if its process is dead, run 'gangway recover' in dom0's"
                + " initial PID namespace",
            who,
            "its PID namespace: " + author.pidNamespace().orElse("unknown"))
        : Problem.refused(
            "another operation is changing " + taken.get(), "try again when it is done", who);
  }

  /** What is left of runs that were killed before they had a header. */
  private static void discardUnborn(ActingMachine machine, List<Run> born) {
    for (String id : machine.list(Journal.RUNNING)) {
      if (born.stream().noneMatch(run -> run.id().equals(id))) {
        Path folder = Journal.RUNNING.resolve(id);
        machine.sweep(folder.resolve(Journal.RUN));
        new RunWriter(machine, folder).discard(folder);
      }
    }
  }

  /**
   * Goes on with a run that was killed.
   *
   * @throws Problem of kind REFUSED if another process does so already, or it is over
   */
  public static RunWriter takeOver(ActingMachine machine, Author author, Run run) {
    return machine.exclusively(
        Journal.LOCK,
        () -> {
          boolean left =
              new Journal(machine).interrupted().stream().anyMatch(r -> r.id().equals(run.id()));
          if (!left) {
            throw Problem.refused(
                "the run " + run.id() + " is taken care of already", "look at 'gangway history'");
          }
          RunWriter writer = new RunWriter(machine, Journal.RUNNING.resolve(run.id()));
          writer.recordAfterHalfALine(new Event.TakenOver(author));
          LiveOperations.begin(run.id());
          return writer;
        });
  }

  /**
   * Keeps the plan, from which the run can be undone by another process, and the files as they are.
   *
   * @param plan as its writer will want to read it
   * @param files files that steps will change, with their present texts
   * @throws Problem of kind REFUSED if there is no room for that; nothing is kept of the run then
   */
  public void plan(List<String> steps, String plan, SequencedMap<Path, String> files) {
    try {
      files.forEach((file, text) -> machine.writePrivate(copy(file), text));
      machine.writePrivate(folder.resolve(Journal.PLAN), plan);
      machine.writePrivate(
          folder.resolve(RESERVE), " ".repeat((steps.size() + 8) * RESERVED_BYTES_A_STEP));
      append(line(new Event.Planned(steps)));
    } catch (Problem why) {
      drop();
      throw refusal(why);
    }
  }

  /** A name of one part, which tells the way: {@code etc%modprobe.d%gangway.conf}. */
  private Path copy(Path file) {
    return folder.resolve(Journal.FILES).resolve(file.toString().substring(1).replace('/', '%'));
  }

  /** Puts an event on the disk. */
  public void record(Event event) {
    try {
      append(line(event));
    } catch (Problem full) {
      recordAfterHalfALine(event);
    }
  }

  /** The one before it may have been cut off by a full disk or a power cut. */
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
    return RunFile.line(new Run.Entry(machine.clock().now(), bounded(event)));
  }

  /** Ends the run and gives free what it claimed. */
  public void end(Outcome outcome, List<String> evidence) {
    record(new Event.Ended(outcome, evidence));
    close();
  }

  /**
   * Stops working on the operation and leaves it open: it waits for recovery, in this process or
   * another one.
   */
  public void release() {
    try {
      record(new Event.Released());
    } catch (Problem unwritable) {
      // in this process, that it does not work on it is known without the journal
    } finally {
      LiveOperations.end(id());
    }
  }

  private String id() {
    return String.valueOf(folder.getFileName());
  }

  /** Puts an operation that has ended where those are that are over. */
  public void close() {
    machine.delete(folder.resolve(RESERVE));
    machine.delete(folder.resolve(Journal.PLAN));
    machine.move(folder, Journal.HISTORY.resolve(folder.getFileName()));
    LiveOperations.end(id());
    prune();
  }

  /** What is found before anything is changed; if that fails, nothing is kept of the run. */
  public <T> T found(Supplier<T> look) {
    try {
      return look.get();
    } catch (RuntimeException | Error fault) {
      drop();
      throw fault;
    }
  }

  /** Ends a run that has changed nothing; nothing is kept of it. */
  public void drop() {
    discard(folder);
    LiveOperations.end(id());
  }

  private void prune() {
    List<String> kept = machine.list(Journal.HISTORY);
    kept.stream()
        .limit(Math.max(0, kept.size() - MOST_KEPT))
        .forEach(id -> discard(Journal.HISTORY.resolve(id)));
  }

  private void discard(Path run) {
    Path files = run.resolve(Journal.FILES);
    // the run's own file goes first: what is left without it is no run any more
    Stream.of(
            Stream.of(Journal.RUN, Journal.PLAN, RESERVE).map(run::resolve),
            machine.list(files).stream().map(files::resolve),
            Stream.of(files, run))
        .flatMap(paths -> paths)
        .forEach(machine::delete);
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
        .limit(MOST_LINES)
        .map(line -> line.substring(0, Math.min(line.length(), MOST_CHARACTERS)))
        .toList();
  }
}
