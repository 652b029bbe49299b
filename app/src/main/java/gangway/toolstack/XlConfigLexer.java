package gangway.toolstack;

import gangway.Text;

/**
 * The words of xl's configuration files (tools/libs/util/libxlu_cfg_l.l, and {@code
 * xlu__cfgl_dequote} in libxlu_cfg.c, in Xen's sources).
 */
final class XlConfigLexer {
  private final String text;
  private int at;

  /**
   * @param text with all that is no text in it ({@link Text#exact})
   */
  XlConfigLexer(String text) {
    this.text = text;
  }

  /** The number of the line on which the next word begins or stands, from 1. */
  int line() {
    return 1 + (int) text.substring(0, at).chars().filter(c -> c == '\n').count();
  }

  /** What a word is. */
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
   * A word.
   *
   * @param content of a string without its quotes; else the word itself
   * @param start where it starts in the text
   * @param end where it ends
   */
  record Word(Kind kind, String content, int start, int end) {}

  /** The next word; behind the last one {@link Kind#END}, again and again. */
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

  /** A comment is one only if its line has an end, which belongs to it. */
  private Word comment() throws NotXl {
    int lineEnd = text.indexOf('\n', at);
    return lineEnd < 0 ? stray() : word(Kind.NEW_LINE, lineEnd + 1 - at);
  }

  /** What begins no word; xl overlooks it where it is the very last byte of the file. */
  private Word stray() throws NotXl {
    if (at == text.length() - 1 && isByte(text.charAt(at))) {
      return end();
    }
    throw new NotXl(
        switch (text.charAt(at)) {
          case '#' -> "its last line is a comment and has no end";
          case '\r' -> "its lines end as on Windows, which xl does not read";
          case '"', '\'' -> "a quote is not closed on its line";
          case '\0' -> "there is a NUL in it";
          default ->
              "%s begins no word".formatted(text.substring(at, text.offsetByCodePoints(at, 1)));
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
        throw new NotXl("there is a NUL in a string, which stops xl itself");
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

  /** Adds what an escape means; returns where the text goes on. */
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
    throw new NotXl("\\%c in a string is no escape that xl knows".formatted(c));
  }

  /**
   * A number's digits behind its first one: by a mistake, xl 4.17 reads them as a number of their
   * own ({@code strtoul}: of three letters, blanks and a sign first), refuses less than two
   * letters, and adds nothing to the string.
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
      throw new NotXl("a number behind a backslash in a string is none to xl");
    }
    return end;
  }
}
