package gangway.boot;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A file of modprobe's configuration. A changed copy differs only in the necessary lines; comments,
 * order and spacing stay.
 */
final class ModprobeFile {
  /**
   * A {@code hide=} parameter; its value may span lines, and quotes may surround the value or the
   * whole parameter. If it is given twice, the last one takes effect.
   */
  private static final String HIDE_PARAMETER =
      "(?<=\\s)(?:\"hide=(?<all>[^\"]*)\"|hide=\"(?<value>[^\"]*)\""
          + "|hide=(?<bare>(?:\\\\\n(?!\\s)|\\\\(?!\n)|[^\\s\"\\\\]++)*))";

  private static final Pattern HIDE = Pattern.compile(HIDE_PARAMETER);
  private static final Pattern GAP_AND_HIDE = Pattern.compile("[ \t]*" + HIDE_PARAMETER);

  /** Line continuations at the end that lead to an empty line. */
  private static final Pattern DANGLING = Pattern.compile("(?:[ \t]*\\\\\n[ \t]*)+$");

  /** A backslash that does not continue a line; kmod drops it. */
  private static final Pattern ESCAPE = Pattern.compile("\\\\(?!\n)");

  private final Path path;
  private final String text;
  private final List<Statement> statements;

  /**
   * A file.
   *
   * @param text the whole file; a line that ends in a backslash continues on the next one
   *     (modprobe.d(5))
   */
  ModprobeFile(Path path, String text) {
    this.path = path;
    this.text = text;
    statements = List.copyOf(parsed(lines()));
  }

  Path path() {
    return path;
  }

  String text() {
    return text;
  }

  List<Statement> statements() {
    return statements;
  }

  private static List<Statement> parsed(List<String> lines) {
    List<Statement> statements = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      int first = i;
      StringBuilder joined = new StringBuilder();
      while (continued(lines.get(i), joined) && i + 1 < lines.size()) {
        i++;
      }
      String statement = joined.toString();
      if (!statement.isBlank() && !statement.stripLeading().startsWith("#")) {
        statements.add(new Statement(first + 1, i + 1, statement));
      }
    }
    return statements;
  }

  /**
   * Appends a line as kmod reads it (freadline_wrapped in libkmod-util.c): a backslash is dropped,
   * and the character after it stays.
   *
   * @return whether the statement continues on the next line
   */
  private static boolean continued(String line, StringBuilder joined) {
    if (line.indexOf('\\') < 0) {
      joined.append(line);
      return false;
    }
    for (int i = 0; i < line.length(); i++) {
      if (line.charAt(i) == '\\' && ++i == line.length()) {
        return true;
      }
      joined.append(line.charAt(i));
    }
    return false;
  }

  /** A copy in which the statement at a line hides another list. */
  ModprobeFile withHide(int line, HideList list) {
    return changed(
        line,
        raw -> {
          String then =
              HIDE.matcher(raw)
                  .results()
                  .reduce((first, second) -> second)
                  .map(last ->
                      raw.substring(0, last.start()) + "hide=" + list + raw.substring(last.end()))
                  .orElse(raw);
          return hides(then).equals(Optional.of(list)) ? then : only(raw, " hide=" + list);
        });
  }

  /** A copy in which the statement at a line hides nothing; an empty statement is removed. */
  ModprobeFile withoutHide(int line) {
    return changed(
        line,
        raw -> {
          String rest = DANGLING.matcher(GAP_AND_HIDE.matcher(raw).replaceAll("")).replaceFirst("");
          String then = hides(rest).isEmpty() ? rest : only(raw, "");
          return then.replace("\\\n", "").strip().split("\\s+").length > 2 ? then : "";
        });
  }

  private static Stream<Statement> statements(String text) {
    return new ModprobeFile(Path.of("/"), text).statements().stream();
  }

  /** The list in the lines of one statement. */
  private static Optional<HideList> hides(String lines) {
    return statements(lines).flatMap(statement -> statement.hides().stream()).findFirst();
  }

  /** A statement in one line, for quotes that cannot be changed in their places. */
  private static String only(String lines, String hide) {
    return statements(lines)
        .map(statement -> statement.withoutHide() + hide)
        .findFirst()
        .orElse("");
  }

  private ModprobeFile changed(int line, UnaryOperator<String> how) {
    Statement statement =
        statements().stream()
            .filter(s -> s.line() == line && s.hides().isPresent())
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException(path + ":" + line + " hides nothing"));
    List<String> lines = lines();
    List<String> raw = lines.subList(line - 1, statement.last());
    String written = String.join("\n", raw);
    String then =
        how.apply(
            ESCAPE.matcher(written).find() ? statement.text().replace("\\", "\\\\") : written);
    raw.clear();
    if (!then.isEmpty()) {
      raw.addAll(List.of(then.split("\n")));
    }
    return of(lines);
  }

  /** A copy with lines added at its end. */
  ModprobeFile withLines(List<String> added) {
    if (added.isEmpty()) {
      return this;
    }
    List<String> lines = lines();
    if (!lines.isEmpty() && lines.getLast().endsWith("\\")) {
      lines.add("");
    }
    lines.addAll(added);
    return of(lines);
  }

  /** A copy without lines that are equal to one of these. */
  ModprobeFile withoutLines(List<String> removed) {
    List<String> lines = lines();
    return lines.removeIf(removed::contains) ? of(lines) : this;
  }

  private List<String> lines() {
    // a carriage return is part of its line
    List<String> lines = new ArrayList<>(List.of(text.split("\n", -1)));
    if (lines.getLast().isEmpty()) {
      lines.removeLast();
    }
    return lines;
  }

  private ModprobeFile of(List<String> lines) {
    return new ModprobeFile(path, lines.isEmpty() ? "" : String.join("\n", lines) + "\n");
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ModprobeFile file && path.equals(file.path) && text.equals(file.text);
  }

  @Override
  public int hashCode() {
    return Objects.hash(path, text);
  }

  @Override
  public String toString() {
    return path + ": " + text;
  }
}
