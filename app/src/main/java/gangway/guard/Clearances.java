package gangway.guard;

import gangway.machine.ActingMachine;
import gangway.machine.Machine;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * The files that guests were saved to of which it was known that they would survive it, though they
 * could have had a device: nothing in such a file itself tells. They are kept in a file with a line
 * for each: when Gangway was asked, a space, and the path.
 *
 * <p>A file that is older than that was not written then. What was noted before the guard was
 * installed is forgotten, for who overwrote such a file since then asked nobody.
 */
final class Clearances {
  private static final Path FILE = Path.of("/var/lib/gangway/cleared");
  private static final Path LOCK = Path.of("/var/lib/gangway/cleared.lock");

  private Clearances() {}

  /** Notes that a guest is saved to a file that will survive it. */
  static void note(ActingMachine machine, Path image, Instant now) {
    if (image.toString().lines().count() == 1) {
      change(machine, noted -> noted.put(image.toString(), now));
    }
  }

  /** Notes that nothing is known of a file. */
  static void withdraw(ActingMachine machine, Path image) {
    if (read(machine).containsKey(image.toString())) {
      change(machine, noted -> noted.remove(image.toString()));
    }
  }

  /** Whether a file is one of those. */
  static boolean holds(Machine machine, Path image, Instant written) {
    return Optional.ofNullable(read(machine).get(image.toString()))
        .filter(asked -> !written.isBefore(asked))
        .isPresent();
  }

  /** Forgets all. */
  static void forget(ActingMachine machine) {
    machine.delete(FILE);
  }

  private static void change(ActingMachine machine, Consumer<Map<String, Instant>> change) {
    machine.exclusively(
        LOCK,
        () -> {
          Map<String, Instant> noted = read(machine);
          noted.keySet().removeIf(image -> !machine.exists(Path.of(image)));
          change.accept(noted);
          machine.replace(
              FILE,
              noted.entrySet().stream()
                  .map(entry -> entry.getValue() + " " + entry.getKey() + "\n")
                  .collect(Collectors.joining()));
          return noted;
        });
  }

  private static Map<String, Instant> read(Machine machine) {
    Map<String, Instant> noted = new TreeMap<>();
    for (String line : machine.lines(FILE)) {
      int space = line.indexOf(' ');
      try {
        noted.put(line.substring(space + 1), Instant.parse(line.substring(0, Math.max(space, 0))));
      } catch (DateTimeParseException e) {
        // a line that is none says nothing about any file
      }
    }
    return noted;
  }
}
