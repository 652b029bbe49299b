package gangway.toolstack;

import gangway.toolstack.XlConfig.Assignment;
import gangway.toolstack.XlConfig.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads the grammar of xl's configuration files: assignments that end in a line end or {@code ;},
 * of strings in either quotes, numbers, or lists of them over any number of lines; {@code #} starts
 * a comment.
 */
final class XlConfigParser {
  /** Deeper nesting has no meaning to xl. */
  private static final int MOST_DEPTH = 16;

  private final String text;
  private int at;

  XlConfigParser(String text) {
    this.text = text;
  }

  /** Thrown where the text is not in the grammar. */
  private static final class NotInGrammar extends Exception {}

  Optional<List<Assignment>> parse() {
    try {
      List<Assignment> assignments = new ArrayList<>();
      skipBlanks();
      while (at < text.length()) {
        if (!atEndOfStatement()) {
          assignments.add(assignment());
          skipBlanks();
          if (at < text.length() && !atEndOfStatement()) {
            throw new NotInGrammar();
          }
        }
        skipEndOfStatement();
        skipBlanks();
      }
      return Optional.of(List.copyOf(assignments));
    } catch (NotInGrammar e) {
      return Optional.empty();
    }
  }

  private Assignment assignment() throws NotInGrammar {
    int start = at;
    while (at < text.length() && isIdentifier(text.charAt(at), at == start)) {
      at++;
    }
    String key = text.substring(start, at);
    skipBlanks();
    boolean adds = text.startsWith("+=", at);
    if (key.isEmpty() || !(adds || text.startsWith("=", at))) {
      throw new NotInGrammar();
    }
    at += adds ? 2 : 1;
    skipBlanks();
    Value value = value(0);
    return new Assignment(key, adds, value, start, value.end());
  }

  private Value value(int depth) throws NotInGrammar {
    char first = at < text.length() ? text.charAt(at) : '\n';
    if (first == '[' && depth < MOST_DEPTH) {
      return items(depth);
    }
    if (first == '"' || first == '\'') {
      return string(first);
    }
    int start = at;
    if (first >= '0' && first <= '9') {
      while (at < text.length() && isNumber(text.charAt(at))) {
        at++;
      }
      return new Value.Atom(text.substring(start, at), start, at);
    }
    throw new NotInGrammar();
  }

  private Value items(int depth) throws NotInGrammar {
    int start = at++;
    List<Value> values = new ArrayList<>();
    skipLines();
    while (!text.startsWith("]", at)) {
      values.add(value(depth + 1));
      skipLines();
      if (text.startsWith(",", at)) {
        at++;
        skipLines();
      } else if (!text.startsWith("]", at)) {
        throw new NotInGrammar();
      }
    }
    at++;
    return new Value.Items(List.copyOf(values), start, at);
  }

  private Value string(char quote) throws NotInGrammar {
    int start = at++;
    StringBuilder content = new StringBuilder();
    while (at < text.length() && text.charAt(at) != quote) {
      char c = text.charAt(at++);
      if (c == '\n' || (c == '\\' && at == text.length())) {
        throw new NotInGrammar();
      }
      content.append(c == '\\' ? escaped() : Character.valueOf(c));
    }
    if (at == text.length()) {
      throw new NotInGrammar();
    }
    at++;
    return new Value.Atom(content.toString(), start, at);
  }

  /** The character behind a backslash; the numeric escapes are not known to be used by anybody. */
  private char escaped() throws NotInGrammar {
    @Nullable Character plain =
        switch (text.charAt(at++)) {
          case '"' -> '"';
          case '\'' -> '\'';
          case '\\' -> '\\';
          case 'a' -> '\007';
          case 'b' -> '\b';
          case 'f' -> '\f';
          case 'n' -> '\n';
          case 'r' -> '\r';
          case 't' -> '\t';
          case 'v' -> '\013';
          default -> null;
        };
    if (plain == null) {
      throw new NotInGrammar();
    }
    return plain;
  }

  private void skipBlanks() {
    while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
      at++;
    }
  }

  /** Skips blanks, line ends and comments: what may stand between the items of a list. */
  private void skipLines() {
    skipBlanks();
    while (at < text.length() && (text.charAt(at) == '\n' || text.charAt(at) == '#')) {
      skipEndOfStatement();
      skipBlanks();
    }
  }

  private boolean atEndOfStatement() {
    char c = text.charAt(at);
    return c == '\n' || c == ';' || c == '#';
  }

  /** Steps over a line end, a semicolon, or a comment with its line end. */
  private void skipEndOfStatement() {
    if (at < text.length() && text.charAt(at) == '#') {
      int lineEnd = text.indexOf('\n', at);
      at = lineEnd < 0 ? text.length() : lineEnd + 1;
    } else {
      at++;
    }
  }

  private static boolean isIdentifier(char c, boolean first) {
    boolean letter = c >= 'a' && c <= 'z';
    return first ? letter : letter || c == '_' || c == '.' || (c >= '0' && c <= '9');
  }

  private static boolean isNumber(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || c == 'x';
  }
}
