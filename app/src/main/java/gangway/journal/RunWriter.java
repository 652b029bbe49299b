package gangway.journal;

import gangway.Problem;
import gangway.machine.ActingMachine;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Keeps a run in the journal while it lasts. */
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
   * Begins a run, which from now on keeps others from what it claims.
   *
   * @throws Problem of kind REFUSED if another run has claimed some of it, or there is no room
   */
  public static RunWriter begin(
      ActingMachine machine, Author author, List<String> words, Set<Claim> claims) {
    try {
      return machine.exclusively(Journal.LOCK, () -> begun(machine, author, words, claims));
    } catch (Problem why) {
      throw refusal(why);
    }
  }

  private static RunWriter begun(
      ActingMachine machine, Author author, List<String> words, Set<Claim> claims) {
    List<Run> open = new Journal(machine).open();
    open.forEach(other -> refuseIfTaken(machine, author, claims, other));
    discardUnborn(machine, open);
    Instant now = machine.clock().now();
    String id = ID.format(now) + "-" + author.pid();
    RunWriter writer = new RunWriter(machine, Journal.RUNNING.resolve(id));
    machine.replace(
        writer.folder.resolve(Journal.RUN),
        RunFile.line(new Run.Header(id, now, author, words, List.copyOf(claims))));
    return writer;
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
      ActingMachine machine, Author author, Set<Claim> claims, Run other) {
    Optional<Claim> taken = other.claims().stream().filter(claims::contains).findFirst();
    if (taken.isEmpty() || other.author().equals(author)) {
      return;
    }
    String who =
        "'gangway %s', begun %s by %s, process %d"
            .formatted(other.command(), other.begun(), other.author(), other.author().pid());
    throw other.author().alive(machine)
        ? Problem.refused(
            "another run is changing " + taken.get(), "try again when it is done", who)
        : Problem.refused(
            "a run that was killed has left " + taken.get() + " half-changed",
            "gangway recover",
            who);
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

  /** Puts a run that has ended where those are that are over. */
  public void close() {
    machine.delete(folder.resolve(RESERVE));
    machine.delete(folder.resolve(Journal.PLAN));
    machine.move(folder, Journal.HISTORY.resolve(folder.getFileName()));
    prune();
  }

  /** What is found before anything is changed; if that fails, nothing is kept of the run. */
  public <T> T found(Supplier<T> look) {
    try {
      return look.get();
    } catch (RuntimeException fault) {
      drop();
      throw fault;
    }
  }

  /** Ends a run that has changed nothing; nothing is kept of it. */
  public void drop() {
    discard(folder);
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
