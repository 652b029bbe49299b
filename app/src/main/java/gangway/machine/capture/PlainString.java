package gangway.machine.capture;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A JSON string of ASCII characters with the escapes that occur in texts of the kernel. Nearly all
 * places are such strings, and starting a parser for each would be slow. Other strings are not
 * supported.
 */
final class PlainString {
  private PlainString() {}

  /**
   * The text of a string; empty if the string needs a parser.
   *
   * @param json the string, with its quotes
   */
  static Optional<String> read(byte[] json) {
    int last = json.length - 1;
    if (last < 1 || json[0] != '"' || json[last] != '"') {
      return Optional.empty();
    }
    byte[] text = new byte[last];
    int size = 0;
    for (int i = 1; i < last; i++) {
      byte letter = json[i];
      if (letter == '\\') {
        i++;
        letter = escaped(json[i]);
        // an escaped quote does not end the string
        if (letter == 0 || i == last) {
          return Optional.empty();
        }
      } else if (letter < ' ' || letter > '~' || letter == '"') {
        return Optional.empty();
      }
      text[size++] = letter;
    }
    return Optional.of(new String(text, 0, size, StandardCharsets.US_ASCII));
  }

  /** The meaning of a character after a backslash; 0 if the escape needs a parser. */
  private static byte escaped(byte letter) {
    return switch (letter) {
      case 'n' -> '\n';
      case 't' -> '\t';
      case '"', '\\' -> letter;
      default -> 0;
    };
  }
}
