package gangway.boot;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The lines that Gangway adds at the end of a file of settings, below {@link BootSettings#HEADER}.
 * Without them, the file is again what it was, byte for byte.
 *
 * @param ours whether Gangway writes a line
 */
record AddedLines(Predicate<String> ours) {

  /**
   * A text with these lines in place of the earlier ones.
   *
   * @param text the present text; empty if there is no file
   * @param lines the lines; none to remove the earlier ones
   * @return empty if there must be no file
   */
  Optional<String> in(Optional<String> text, List<String> lines) {
    if (text.isEmpty() && lines.isEmpty()) {
      return Optional.empty();
    }
    String own = without(text.orElse(""));
    if (lines.isEmpty()) {
      return Optional.of(own).filter(rest -> !rest.isEmpty() || !has(text.orElse("")));
    }
    String added = BootSettings.HEADER + "\n" + String.join("\n", lines);
    return Optional.of(
        own.isEmpty() || own.endsWith("\n") ? own + added + "\n" : own + "\n" + added);
  }

  /** Gangway's lines in a text, without the line above them. */
  List<String> of(String text) {
    List<String> lines = List.of(text.split("\n", -1));
    int header = lines.indexOf(BootSettings.HEADER);
    return header < 0
        ? List.of()
        : lines.subList(header + 1, lines.size()).stream().takeWhile(ours).toList();
  }

  private static boolean has(String text) {
    return text.lines().anyMatch(BootSettings.HEADER::equals);
  }

  /** The text without Gangway's lines; a last line that had no end gets none. */
  private String without(String text) {
    List<String> lines = new ArrayList<>(List.of(text.split("\n", -1)));
    int header = lines.indexOf(BootSettings.HEADER);
    if (header >= 0) {
      lines.subList(header, header + 1 + of(text).size()).clear();
    }
    return String.join("\n", lines);
  }
}
