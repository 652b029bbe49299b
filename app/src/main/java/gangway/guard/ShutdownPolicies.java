package gangway.guard;

import gangway.boot.FileEdit;
import gangway.machine.Machine;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What Gangway does with each guest when the host shuts down, as the administrator configured it: a
 * file with one line for each guest: the policy's word, a space, and the guest's name. Other lines
 * are ignored and kept.
 *
 * @param text the text of the file, if there is one
 */
public record ShutdownPolicies(Optional<String> text) {
  static final Path FILE = Path.of("/etc/gangway/shutdown-policy");

  /** What Gangway does with a guest. */
  public enum Policy {
    /** Save the guest, and restore it with its devices when the host is up again. */
    SAVE,
    /** Shut the guest down in order. */
    SHUTDOWN,
    /** Do nothing. */
    IGNORE;

    /** The policy of a word in the file. */
    public static Optional<Policy> of(String word) {
      for (Policy policy : values()) {
        if (policy.word().equals(word)) {
          return Optional.of(policy);
        }
      }
      return Optional.empty();
    }

    /** {@code save}. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public static ShutdownPolicies read(Machine machine) {
    return new ShutdownPolicies(machine.read(FILE));
  }

  /** All policies by guest name; of several lines for a guest, the last one counts. */
  public SortedMap<String, Policy> all() {
    SortedMap<String, Policy> all = new TreeMap<>();
    text.orElse("")
        .lines()
        .forEach(line -> policy(line).ifPresent(policy -> all.put(name(line), policy)));
    return Collections.unmodifiableSortedMap(all);
  }

  /** The policy for a guest, if one is set. */
  public Optional<Policy> of(String guest) {
    return Optional.ofNullable(all().get(guest));
  }

  /** Sets the policy of a guest, or deletes it. */
  public FileEdit with(String guest, Optional<Policy> policy) {
    String others =
        text.orElse("")
            .lines()
            .filter(line -> policy(line).isEmpty() || !name(line).equals(guest))
            .map(line -> line + "\n")
            .collect(Collectors.joining());
    String after = others + policy.map(wanted -> wanted.word() + " " + guest + "\n").orElse("");
    return new FileEdit(FILE, text, Optional.of(after).filter(lines -> !lines.isEmpty()));
  }

  private static Optional<Policy> policy(String line) {
    int space = line.indexOf(' ');
    return space < 0 ? Optional.empty() : Policy.of(line.substring(0, space));
  }

  private static String name(String line) {
    return line.substring(line.indexOf(' ') + 1);
  }
}
