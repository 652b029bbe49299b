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
 * What becomes of guests when their host goes down, as an administrator wants it: a file with a
 * line for each, the policy's word, a space, and the guest's name. Lines that are none of that are
 * left as they are.
 *
 * @param text the file's text, if it is there
 */
public record ShutdownPolicies(Optional<String> text) {
  static final Path FILE = Path.of("/etc/gangway/shutdown-policy");

  /** What becomes of a guest. */
  public enum Policy {
    /** It is saved, and restored with its devices when the host is up again. */
    SAVE,
    /** It is shut down, in order. */
    SHUTDOWN,
    /** Gangway does nothing about it. */
    IGNORE;

    /** The policy of a word, as it is written in the file. */
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

  /** All there are, by the names of the guests; of several for one, the last one counts. */
  public SortedMap<String, Policy> all() {
    SortedMap<String, Policy> all = new TreeMap<>();
    text.orElse("")
        .lines()
        .forEach(line -> policy(line).ifPresent(policy -> all.put(name(line), policy)));
    return Collections.unmodifiableSortedMap(all);
  }

  /** What an administrator wants for a guest. */
  public Optional<Policy> of(String guest) {
    return Optional.ofNullable(all().get(guest));
  }

  /** Has the file say something else about a guest, or nothing. */
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
