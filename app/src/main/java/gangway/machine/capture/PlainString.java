package gangway.machine.capture;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A string of JSON in the letters of ASCII, with the escapes that texts of the kernel have. Nearly
 * all places are told by such a one, and a parser is long in beginning. Of any other nothing is
 * said.
 */
final class PlainString {
  private PlainString() {}

  /**
   * The text of a string.
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
        // a quote that is escaped is none
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

  /** What a letter behind a backslash stands for; 0 where a parser is to say that. */
  private static byte escaped(byte letter) {
    return switch (letter) {
      case 'n' -> '\n';
      case 't' -> '\t';
      case '"', '\\' -> letter;
      default -> 0;
    };
  }
}
