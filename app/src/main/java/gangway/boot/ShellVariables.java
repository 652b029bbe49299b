package gangway.boot;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The variables that files of shell assignments set, such as {@code /etc/default/grub}: quotes,
 * {@code NAME+=}, line continuations and {@code $NAME} are followed; commands are skipped.
 */
final class ShellVariables {
  private static final Pattern ASSIGNMENT =
      Pattern.compile("(?:export[ \t]+)?([A-Za-z_][A-Za-z0-9_]*)(\\+?)=");
  private static final Pattern REFERENCE =
      Pattern.compile("\\$(?:\\{([A-Za-z_][A-Za-z0-9_]*)\\}|([A-Za-z_][A-Za-z0-9_]*))");

  /** Enough for a kernel command line; a variable that contains itself twice grows without end. */
  private static final int MAX_CHARACTERS = 65536;

  private final Path file;
  private final String text;
  private final Map<String, Variable> variables;
  private int at;
  private int counted;
  private int lines;

  /**
   * A variable.
   *
   * @param file the file with its last assignment
   * @param line the line of its last assignment, from 1
   */
  record Variable(String name, String value, Path file, int line) {}

  private ShellVariables(Path file, String text, Map<String, Variable> variables) {
    this.file = file;
    this.text = text;
    this.variables = variables;
  }

  /**
   * The variables, by their names.
   *
   * @param files the texts of the files, in the order in which the shell reads them
   */
  static Map<String, Variable> of(SequencedMap<Path, String> files) {
    Map<String, Variable> variables = new LinkedHashMap<>();
    files.forEach((file, text) -> new ShellVariables(file, text, variables).read());
    return variables;
  }

  private void read() {
    Matcher assignment = ASSIGNMENT.matcher(text);
    while (at < text.length()) {
      char c = text.charAt(at);
      if (Character.isWhitespace(c) || c == ';') {
        at++;
      } else if (c != '#' && assignment.region(at, text.length()).lookingAt()) {
        int line = line();
        String name = assignment.group(1);
        at = assignment.end();
        String value = value();
        String before =
            assignment.group(2).isEmpty() || !variables.containsKey(name)
                ? ""
                : variables.get(name).value();
        variables.put(name, new Variable(name, bounded(before + value), file, line));
      } else {
        int end = text.indexOf('\n', at);
        at = end < 0 ? text.length() : end;
      }
    }
  }

  /** The number of the line here; lines are counted once. */
  private int line() {
    for (; counted < at; counted++) {
      lines += text.charAt(counted) == '\n' ? 1 : 0;
    }
    return 1 + lines;
  }

  private static String bounded(String value) {
    return value.substring(0, Math.min(value.length(), MAX_CHARACTERS));
  }

  /** The value that starts here, up to a blank or a semicolon outside quotes. */
  private String value() {
    StringBuilder value = new StringBuilder();
    while (at < text.length()) {
      char c = text.charAt(at);
      if (Character.isWhitespace(c) || c == ';' || c == '&') {
        break;
      }
      at++;
      switch (c) {
        case '\'' -> value.append(upTo('\''));
        case '"' -> value.append(doubleQuoted());
        case '\\' -> escaped().ifPresent(value::append);
        case '$' -> value.append(reference());
        default -> value.append(c);
      }
      value.setLength(Math.min(value.length(), MAX_CHARACTERS));
    }
    return value.toString();
  }

  private String upTo(char quote) {
    int end = text.indexOf(quote, at);
    String inside = text.substring(at, end < 0 ? text.length() : end);
    at += inside.length() + 1;
    return inside;
  }

  private String doubleQuoted() {
    StringBuilder inside = new StringBuilder();
    while (at < text.length() && text.charAt(at) != '"') {
      char c = text.charAt(at++);
      if (c == '\\' && at < text.length() && "$`\"\\\n".indexOf(text.charAt(at)) >= 0) {
        escaped().ifPresent(inside::append);
      } else if (c == '$') {
        inside.append(reference());
      } else {
        inside.append(c);
      }
      inside.setLength(Math.min(inside.length(), MAX_CHARACTERS));
    }
    at++;
    return inside.toString();
  }

  /** The character after a backslash; a line end there continues the line. */
  private Optional<Character> escaped() {
    return at >= text.length()
        ? Optional.empty()
        : Optional.of(text.charAt(at++)).filter(c -> c != '\n');
  }

  /** The value of the variable that a dollar sign names; anything else stays as it is. */
  private String reference() {
    Matcher reference = REFERENCE.matcher(text).region(at - 1, text.length());
    if (!reference.lookingAt()) {
      return "$";
    }
    at = reference.end();
    String name = reference.group(1) == null ? reference.group(2) : reference.group(1);
    Variable variable = variables.get(name);
    return variable == null ? "" : variable.value();
  }
}
