package gangway.guard;

import gangway.Text;
import gangway.boot.FileEdit;
import gangway.machine.Machine;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What Gangway does with each guest when the host shuts down, as the administrator configured it: a
 * file with one line for each guest: the policy's word, a space, and the guest's name. Other lines
 * are ignored and kept, and so are lines with characters that a terminal does not show: such a line
 * would not be what an administrator sees.
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
    return new ShutdownPolicies(machine.exact(FILE));
  }

  /** Whether the line of a guest can only be read as the line of this guest. */
  public static boolean canName(String guest) {
    return !guest.isEmpty()
        && guest.codePoints().noneMatch(c -> Text.isHidden(c) || c == Text.REPLACEMENT);
  }

  /** All policies by guest name; of several lines for a guest, the last one counts. */
  public SortedMap<String, Policy> all() {
    SortedMap<String, Policy> all = new TreeMap<>();
    lines().forEach(line -> policy(line).ifPresent(policy -> all.put(name(line), policy)));
    return Collections.unmodifiableSortedMap(all);
  }

  /** The policy for a guest, if one is set. */
  public Optional<Policy> of(String guest) {
    return Optional.ofNullable(all().get(guest));
  }

  /**
   * Sets the policy of a guest, or deletes it.
   *
   * @throws IllegalArgumentException if the guest {@linkplain #canName cannot be named}
   */
  public FileEdit with(String guest, Optional<Policy> policy) {
    if (!canName(guest)) {
      throw new IllegalArgumentException("not one visible line: " + guest);
    }
    String others =
        lines()
            .filter(line -> policy(line).isEmpty() || !name(line).equals(guest))
            .map(line -> line + "\n")
            .collect(Collectors.joining());
    String after = others + policy.map(wanted -> wanted.word() + " " + guest + "\n").orElse("");
    return new FileEdit(FILE, text, Optional.of(after).filter(lines -> !lines.isEmpty()));
  }

  /** Unlike {@link String#lines}, a carriage return within a line does not end it. */
  private Stream<String> lines() {
    String all = text.orElse("");
    String whole = all.endsWith("\n") ? all.substring(0, all.length() - 1) : all;
    return all.isEmpty() ? Stream.empty() : Stream.of(whole.split("\n", -1));
  }

  private static Optional<Policy> policy(String line) {
    int space = line.indexOf(' ');
    return space < 0 || !canName(name(line))
        ? Optional.empty()
        : Policy.of(line.substring(0, space));
  }

  /** The name in a line that may end as on Windows. */
  private static String name(String line) {
    String name = line.substring(line.indexOf(' ') + 1);
    return name.endsWith("\r") ? name.substring(0, name.length() - 1) : name;
  }
}
