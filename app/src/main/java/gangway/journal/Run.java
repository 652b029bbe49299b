package gangway.journal;

import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/** One operation, a command that changes something, from its beginning to its end. */
public record Run(Header header, List<Entry> entries) {
  /**
   * What is on record before anything is looked at.
   *
   * @param version the version of Gangway that wrote the plan
   * @param parent the operation within which this one was begun, if any; they do not exclude each
   *     other
   * @param words the command as it was given, without the program's name
   * @param claims what it keeps others from changing until it is over
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

  public Run {
    entries = List.copyOf(entries);
  }

  public String id() {
    return header.id();
  }

  /** Who carries it out; if it was taken over, who did so last. */
  public Author author() {
    return authors().getLast();
  }

  /** Who carried it out, one after the other. */
  public List<Author> authors() {
    return Stream.concat(
            Stream.of(header.author()), events(Event.TakenOver.class).map(Event.TakenOver::author))
        .toList();
  }

  public Set<Claim> claims() {
    return new LinkedHashSet<>(header.claims());
  }

  /** The command as it was given. */
  public String command() {
    return String.join(" ", header.words());
  }

  public Instant begun() {
    return header.begun();
  }

  /** The steps it was to take; nothing if it did not come so far. */
  public List<String> steps() {
    return events(Event.Planned.class).findFirst().map(Event.Planned::steps).orElse(List.of());
  }

  /** The steps that were begun and not taken back, last first. */
  public List<Integer> standing() {
    SortedSet<Integer> standing = new TreeSet<>();
    for (Entry entry : entries) {
      switch (entry.event()) {
        case Event.Begins begins -> standing.add(begins.step());
        case Event.Undone undone -> standing.remove(undone.step());
        default -> {}
      }
    }
    return List.copyOf(standing).reversed();
  }

  /** Whether a step was done and seen to be. */
  public boolean done(int step) {
    return events(Event.Done.class).anyMatch(done -> done.step() == step);
  }

  /** Whether something went wrong, so that it is to be taken back. */
  public boolean failed() {
    return events(Event.class)
        .anyMatch(event ->
            event instanceof Event.Failed
                || event instanceof Event.Undone
                || event instanceof Event.Left);
  }

  /** Whether no process works on the operation any more, by what the last one wrote. */
  boolean released() {
    return events(Event.class)
        .reduce(
            false,
            (released, event) ->
                event instanceof Event.Released
                    || (released && !(event instanceof Event.TakenOver)),
            (_, last) -> last);
  }

  /** How it ended; nothing while it lasts. */
  public Optional<Event.Ended> end() {
    return events(Event.Ended.class).findFirst();
  }

  private <T extends Event> Stream<T> events(Class<T> kind) {
    return entries.stream().map(Entry::event).filter(kind::isInstance).map(kind::cast);
  }
}
