package gangway.guard;

import gangway.Problem;
import gangway.Text;
import gangway.machine.Machine;
import gangway.machine.WritableMachine;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * The image files that Gangway cleared: each holds the state of a guest that survives its restore
 * although it could have had a device. The image itself does not show this. A file records them,
 * one line for each: the time of the question to Gangway, a space, and the path of the image.
 *
 * <p>An image that is older than its time is not cleared, because that question was about another
 * file. Installing or removing the guard deletes all records, because a program that overwrote an
 * image in the meantime did not ask Gangway.
 */
final class Clearances {
  private static final Path FILE = Path.of("/var/lib/gangway/cleared");
  private static final Path LOCK = Path.of("/var/lib/gangway/cleared.lock");

  private Clearances() {}

  /** Records that a guest is about to be saved to this file and survives the restore. */
  static void note(WritableMachine machine, Path image, Instant now) {
    if (canBeRecorded(image)) {
      change(machine, noted -> noted.put(image.toString(), now));
    }
  }

  /**
   * Whether the line of a file in the record means this file only: a name with a line end, or with
   * a byte that is not text, could be read as the name of another file.
   */
  private static boolean canBeRecorded(Path image) {
    return image.toString().chars().noneMatch(c -> c < ' ' || c == Text.REPLACEMENT);
  }

  /** Deletes the record of a file. */
  static void withdraw(WritableMachine machine, Path image) {
    if (read(machine).containsKey(image.toString())) {
      change(machine, noted -> noted.remove(image.toString()));
    }
  }

  /** Whether a file is cleared. */
  static boolean holds(Machine machine, Path image, Instant written) {
    return Optional.of(image)
        .filter(Clearances::canBeRecorded)
        .map(file -> read(machine).get(file.toString()))
        .filter(asked -> !written.isBefore(asked))
        .isPresent();
  }

  /** Deletes all records. */
  static void forget(WritableMachine machine) {
    machine.delete(FILE);
  }

  private static void change(WritableMachine machine, Consumer<Map<String, Instant>> change) {
    machine.exclusively(
        LOCK,
        () -> {
          Map<String, Instant> noted = read(machine);
          noted.keySet().removeIf(image -> isGone(machine, Path.of(image)));
          change.accept(noted);
          machine.replace(
              FILE,
              noted.keySet().stream()
                  .map(image -> noted.get(image) + " " + image + "\n")
                  .collect(Collectors.joining()));
          return noted;
        });
  }

  /** False also if the file cannot be looked at: its server may not answer now. */
  private static boolean isGone(Machine machine, Path image) {
    try {
      return !machine.exists(image);
    } catch (Problem unreadable) {
      return false;
    }
  }

  private static Map<String, Instant> read(Machine machine) {
    Map<String, Instant> noted = new TreeMap<>();
    for (String line : machine.lines(FILE)) {
      int space = line.indexOf(' ');
      try {
        noted.put(line.substring(space + 1), Instant.parse(line.substring(0, Math.max(space, 0))));
      } catch (DateTimeParseException e) {
        // a malformed line is ignored: it clears no file
      }
    }
    return noted;
  }
}
