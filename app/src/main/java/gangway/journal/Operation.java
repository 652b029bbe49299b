package gangway.journal;

import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * One operation: a command that changes something, from begin to end. Its states follow from its
 * last event:
 *
 * <table>
 *   <caption>States of an operation</caption>
 *   <tr><th>state</th><th>next states: when</th></tr>
 *   <tr><td>begun (header only)</td>
 *     <td>planned: the plan is on disk ({@link Event.Planned}); deleted: the operation is refused
 *       or has nothing to do; interrupted: the process dies</td></tr>
 *   <tr><td>planned</td>
 *     <td>performing: the first step begins ({@link Event.Begins}, {@link Event.Done});
 *       interrupted: the process dies</td></tr>
 *   <tr><td>performing</td>
 *     <td>planned: the operation has several requests, and the plan of the next one is on disk
 *       too; ended, done: all steps and the result are verified; undoing: a step or the
 *       verification failed ({@link Event.Failed}); interrupted: the process dies</td></tr>
 *   <tr><td>undoing</td>
 *     <td>ended, undone: every step that began is undone ({@link Event.Undone}); interrupted: a
 *       step could not be undone ({@link Event.Left}, then {@link Event.Released}), or the process
 *       dies</td></tr>
 *   <tr><td>interrupted</td>
 *     <td>undoing: a process takes the operation over ({@link Event.TakenOver}); after that,
 *       without undoing: ended, undone: no step had begun; ended, done: all steps and the result are
 *       verified; ended, left: an operator keeps the host as it is</td></tr>
 *   <tr><td>ended ({@link Event.Ended})</td>
 *     <td>none; the folder moves from {@code running} to {@code history}</td></tr>
 * </table>
 */
public record Operation(Header header, List<Entry> entries) {
  /**
   * The first record of an operation, written before the host is observed.
   *
   * @param version the version of Gangway that wrote the plan
   * @param parent the operation within which this one began, if any; a parent and its children may
   *     claim the same
   * @param words the command without the program's name and the options about its output
   * @param claims the resources that no other operation may change until this one has ended
   */
  public record Header(
      String version,
      String id,
      Optional<String> parent,
      Instant begun,
      Author author,
      List<String> words,
      List<Claim> claims) {
    public Header {
      words = List.copyOf(words);
      claims = List.copyOf(claims);
    }
  }

  /** An event and its time. */
  public record Entry(Instant at, Event event) {}

  public Operation {
    entries = List.copyOf(entries);
  }

  public String id() {
    return header.id();
  }

  /** Who started the operation. */
  public Author startedBy() {
    return header.author();
  }

  /** Who carries out the operation; after a take-over, the last one who took it over. */
  public Author author() {
    return authors().getLast();
  }

  /** Everyone who carried out the operation, in order. */
  public List<Author> authors() {
    return Stream.concat(
            Stream.of(header.author()), events(Event.TakenOver.class).map(Event.TakenOver::author))
        .toList();
  }

  public Set<Claim> claims() {
    return new LinkedHashSet<>(header.claims());
  }

  /** The command, without the options about its output. */
  public String command() {
    return String.join(" ", header.words());
  }

  public Instant begun() {
    return header.begun();
  }

  /** The texts of all steps planned so far; empty if the operation had no plan yet. */
  public List<String> steps() {
    return events(Event.Planned.class)
        .reduce((_, last) -> last)
        .map(Event.Planned::steps)
        .orElse(List.of());
  }

  /** The numbers of the steps that began and were not undone, the last one first. */
  public List<Integer> openSteps() {
    SortedSet<Integer> openSteps = new TreeSet<>();
    for (Entry entry : entries) {
      switch (entry.event()) {
        case Event.Begins begins -> openSteps.add(begins.step());
        case Event.Undone undone -> openSteps.remove(undone.step());
        default -> {}
      }
    }
    return List.copyOf(openSteps).reversed();
  }

  /**
   * The numbers of the steps that ever began, also of those that were undone, the last one first.
   */
  public List<Integer> begunSteps() {
    SortedSet<Integer> begun = new TreeSet<>();
    events(Event.Begins.class).forEach(begins -> begun.add(begins.step()));
    return List.copyOf(begun).reversed();
  }

  /** The highest number of a step that ever began, also if the step was undone; 0 if none did. */
  public int lastBegun() {
    return events(Event.Begins.class).mapToInt(Event.Begins::step).max().orElse(0);
  }

  /** Whether a step was done and verified. */
  public boolean done(int step) {
    return events(Event.Done.class).anyMatch(done -> done.step() == step);
  }

  /** Whether a step failed or was undone, so that the operation must be undone. */
  public boolean failed() {
    return events(Event.class)
        .anyMatch(event ->
            event instanceof Event.Failed
                || event instanceof Event.Undone
                || event instanceof Event.Left);
  }

  /** Whether a step was undone. */
  public boolean undone() {
    return events(Event.Undone.class).findAny().isPresent();
  }

  /** Whether the last process that worked on the operation recorded that it stopped. */
  boolean released() {
    return events(Event.class)
        .reduce(
            false,
            (released, event) ->
                event instanceof Event.Released
                    || (released && !(event instanceof Event.TakenOver)),
            (_, last) -> last);
  }

  /** How the operation ended; empty if it has not ended. */
  public Optional<Event.Ended> end() {
    return events(Event.Ended.class).findFirst();
  }

  private <T extends Event> Stream<T> events(Class<T> kind) {
    return entries.stream().map(Entry::event).filter(kind::isInstance).map(kind::cast);
  }
}
