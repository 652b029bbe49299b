package gangway.machine.capture;

import java.nio.charset.StandardCharsets;

/**
 * A place in a line of JSON. It reads what it is asked for and steps over the rest without making
 * anything of it: of a capture's tens of thousands of answers a command needs a few, and it starts
 * in a Java that has compiled nothing yet.
 */
final class JsonCursor {
  private static final int DEEPEST = 16;

  private final byte[] line;
  private int at;

  JsonCursor(byte[] line, int at) {
    this.line = line;
    this.at = at;
  }

  int position() {
    return at;
  }

  /** The next character that is no blank; 0 at the end. */
  char next() {
    while (at < line.length && (line[at] == ' ' || line[at] == '\t' || line[at] == '\r')) {
      at++;
    }
    return at < line.length ? (char) line[at] : 0;
  }

  /** Steps over a character that must be next. */
  void expect(char wanted) {
    if (next() != wanted) {
      throw new IllegalArgumentException("'" + wanted + "' expected at character " + at);
    }
    at++;
  }

  /** Steps over a character if it is next; whether it was. */
  boolean skips(char wanted) {
    boolean is = next() == wanted;
    at += is ? 1 : 0;
    return is;
  }

  /** Whether an object has another member; steps to its name, or over the object's end. */
  boolean member(boolean first) {
    return element(first, '}');
  }

  /** Whether an array has another element; steps to it, or over the array's end. */
  boolean element(boolean first) {
    return element(first, ']');
  }

  private boolean element(boolean first, char end) {
    if (first ? skips(end) : !skips(',')) {
      if (!first) {
        expect(end);
      }
      return false;
    }
    return true;
  }

  /** A member's name, with the colon behind it. */
  String name() {
    String name = string();
    expect(':');
    return name;
  }

  String string() {
    next();
    int from = at + 1;
    boolean escaped = skipString();
    int end = at - 1;
    return escaped
        ? unescaped(from, end)
        : new String(line, from, end - from, StandardCharsets.UTF_8);
  }

  boolean bool() {
    boolean yes = next() == 't';
    literal(yes ? "true" : "false");
    return yes;
  }

  int number() {
    next();
    int from = at;
    skipNumber();
    return Integer.parseInt(new String(line, from, at - from, StandardCharsets.US_ASCII));
  }

  /** Steps over a value of whatever kind. */
  void skipValue() {
    skipValue(0);
  }

  private void skipValue(int depth) {
    if (depth > DEEPEST) {
      throw new IllegalArgumentException("nested too deeply at character " + at);
    }
    switch (next()) {
      case '"' -> skipString();
      case '{' -> {
        at++;
        for (boolean first = true; member(first); first = false) {
          next();
          skipString();
          expect(':');
          skipValue(depth + 1);
        }
      }
      case '[' -> {
        at++;
        for (boolean first = true; element(first); first = false) {
          skipValue(depth + 1);
        }
      }
      case 't' -> literal("true");
      case 'f' -> literal("false");
      case 'n' -> literal("null");
      default -> skipNumber();
    }
  }

  /** Steps over a string; whether it has escapes. */
  private boolean skipString() {
    expect('"');
    byte[] bytes = line;
    boolean escaped = false;
    for (int i = at; i < bytes.length; i++) {
      byte b = bytes[i];
      if (b == '"') {
        at = i + 1;
        return escaped;
      }
      if (b == '\\') {
        escaped = true;
        i++;
      }
    }
    throw new IllegalArgumentException("a string has no end");
  }

  private void skipNumber() {
    int from = at;
    while (at < line.length && (Character.isDigit(line[at]) || "+-.eE".indexOf(line[at]) >= 0)) {
      at++;
    }
    if (at == from) {
      throw new IllegalArgumentException("a value expected at character " + at);
    }
  }

  private void literal(String word) {
    for (int i = 0; i < word.length(); i++) {
      if (at >= line.length || line[at] != word.charAt(i)) {
        throw new IllegalArgumentException("'" + word + "' expected at character " + at);
      }
      at++;
    }
  }

  private String unescaped(int from, int end) {
    byte[] text = new byte[end - from];
    int length = 0;
    for (int i = from; i < end; i++) {
      if (line[i] != '\\') {
        text[length++] = line[i];
      } else if (line[++i] == 'u') {
        // one of six characters becomes one to three bytes, two such six the four of a pair
        int unit = unit(i + 1, end);
        i += 4;
        int point = unit;
        if (Character.isHighSurrogate((char) unit) && i + 6 < end && line[i + 1] == '\\') {
          int low = line[i + 2] == 'u' ? unit(i + 3, end) : 0;
          if (Character.isLowSurrogate((char) low)) {
            point = Character.toCodePoint((char) unit, (char) low);
            i += 6;
          }
        }
        byte[] encoded = Character.toString(point).getBytes(StandardCharsets.UTF_8);
        System.arraycopy(encoded, 0, text, length, encoded.length);
        length += encoded.length;
      } else {
        text[length++] = plain(line[i]);
      }
    }
    return new String(text, 0, length, StandardCharsets.UTF_8);
  }

  private int unit(int from, int end) {
    int unit = 0;
    for (int i = from; i < from + 4; i++) {
      int digit = i < end ? Character.digit(line[i], 16) : -1;
      if (digit < 0) {
        throw new IllegalArgumentException("no character is escaped like this");
      }
      unit = unit << 4 | digit;
    }
    return unit;
  }

  private static byte plain(byte escaped) {
    return switch (escaped) {
      case '"', '\\', '/' -> escaped;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      default -> throw new IllegalArgumentException("no character is escaped like this");
    };
  }
}
