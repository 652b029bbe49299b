package gangway.xen.definition.xl;

import gangway.Text;

/**
 * The tokens of xl's configuration files (tools/libs/util/libxlu_cfg_l.l, and {@code
 * xlu__cfgl_dequote} in libxlu_cfg.c, in Xen's sources).
 *
 * <p>See docs/decisions/0008-xl-grammar.md.
 */
final class XlConfigLexer {
  private final String text;
  private int at;

  /**
   * @param text the text with its invalid bytes ({@link Text#exact})
   */
  XlConfigLexer(String text) {
    this.text = text;
  }

  /** The line number of the current position, from 1. */
  int line() {
    return 1 + (int) text.substring(0, at).chars().filter(c -> c == '\n').count();
  }

  /** The kind of a token. */
  enum Kind {
    NAME,
    NUMBER,
    STRING,
    OPENING,
    CLOSING,
    COMMA,
    ASSIGNS,
    ADDS,
    SEMICOLON,
    NEW_LINE,
    END
  }

  /**
   * A token.
   *
   * @param content a string without its quotes, or the token itself
   * @param start where it starts in the text
   * @param end where it ends
   */
  record Word(Kind kind, String content, int start, int end) {}

  /** The next token; after the last one always {@link Kind#END}. */
  Word next() throws NotXl {
    while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
      at++;
    }
    if (at == text.length()) {
      return end();
    }
    char first = text.charAt(at);
    return switch (first) {
      case '[' -> word(Kind.OPENING, 1);
      case ']' -> word(Kind.CLOSING, 1);
      case ',' -> word(Kind.COMMA, 1);
      case '=' -> word(Kind.ASSIGNS, 1);
      case ';' -> word(Kind.SEMICOLON, 1);
      case '\n' -> word(Kind.NEW_LINE, 1);
      case '+' -> text.startsWith("+=", at) ? word(Kind.ADDS, 2) : stray();
      case '#' -> comment();
      case '"', '\'' -> string(first);
      default -> {
        if (isLetter(first)) {
          yield word(Kind.NAME, length(true));
        }
        yield isDigit(first) ? word(Kind.NUMBER, length(false)) : stray();
      }
    };
  }

  private Word word(Kind kind, int length) {
    int start = at;
    at += length;
    return new Word(kind, text.substring(start, at), start, at);
  }

  private Word end() {
    return new Word(Kind.END, "", at, text.length());
  }

  private int length(boolean name) {
    int end = at + 1;
    while (end < text.length() && isPart(text.charAt(end), name)) {
      end++;
    }
    return end - at;
  }

  private static boolean isPart(char c, boolean name) {
    return isDigit(c)
        || (name ? isLetter(c) || c == '_' || c == '.' : c == 'x' || (c >= 'a' && c <= 'f'));
  }

  private static boolean isLetter(char c) {
    return c >= 'a' && c <= 'z';
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  /** A comment must have a line end, which is part of it. */
  private Word comment() throws NotXl {
    int lineEnd = text.indexOf('\n', at);
    return lineEnd < 0 ? stray() : word(Kind.NEW_LINE, lineEnd + 1 - at);
  }

  /** An unexpected character; xl ignores it if it is the very last byte of the file. */
  private Word stray() throws NotXl {
    if (at == text.length() - 1 && isByte(text.charAt(at))) {
      return end();
    }
    throw new NotXl(
        switch (text.charAt(at)) {
          case '#' -> "the last line is a comment without a line end";
          case '\r' -> "Windows line ends (CR LF), which xl does not accept";
          case '"', '\'' -> "a string is not closed on its line";
          case '\0' -> "unexpected NUL byte";
          default ->
              "unexpected character %s"
                  .formatted(text.substring(at, text.offsetByCodePoints(at, 1)));
        });
  }

  private static boolean isByte(char c) {
    return c < 0x80 || Character.isLowSurrogate(c);
  }

  private Word string(char quote) throws NotXl {
    int start = at;
    StringBuilder content = new StringBuilder();
    int end = start + 1;
    while (end < text.length() && text.charAt(end) != quote) {
      char c = text.charAt(end++);
      if (c == '\n' || (c == '\\' && (end == text.length() || text.charAt(end) == '\n'))) {
        return stray();
      }
      if (c == '\0') {
        throw new NotXl("a string contains a NUL byte, which makes xl abort");
      }
      if (c == '\\') {
        end = escape(end, content);
      } else {
        content.append(c);
      }
    }
    if (end >= text.length()) {
      return stray();
    }
    at = end + 1;
    return new Word(Kind.STRING, Text.of(Text.bytes(content.toString())), start, at);
  }

  /** Appends the meaning of an escape sequence; returns the position after it. */
  private int escape(int behind, StringBuilder content) throws NotXl {
    char c = text.charAt(behind);
    int plain = "\"'\\abfnrtv".indexOf(c);
    if (plain >= 0) {
      content.append("\"'\\\007\b\f\n\r\t\013".charAt(plain));
      return behind + 1;
    }
    if (c >= '0' && c <= '7') {
      return number(behind + 1);
    }
    throw new NotXl("unknown escape sequence \\%c in a string".formatted(c));
  }

  /**
   * Parses the digits after the first one of a numeric escape sequence. By a bug, xl 4.17 parses
   * them as a separate number ({@code strtoul} on up to three characters, with blanks and a sign
   * first), refuses fewer than two characters, and appends nothing to the string.
   */
  private int number(int from) throws NotXl {
    int most = Math.min(from + 3, text.length());
    int end = from;
    while (end < most && " \t\013\f\r".indexOf(text.charAt(end)) >= 0) {
      end++;
    }
    if (end < most && (text.charAt(end) == '+' || text.charAt(end) == '-')) {
      end++;
    }
    int digits = end;
    while (end < most && isDigit(text.charAt(end))) {
      end++;
    }
    if (end == digits || end < from + 2) {
      throw new NotXl("malformed numeric escape sequence in a string");
    }
    return end;
  }
}
