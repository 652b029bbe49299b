package gangway.machine.capture;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * The text of a JSON object of strings and objects, in which one member is found without parsing
 * the others. It does not support blanks between the parts, or escapes and slashes in names.
 */
final class PlainObject {
  private final byte[] text;
  private final int from;

  /**
   * The result of a search.
   *
   * @param value the text of the value in UTF-8; empty if the object has no such member
   */
  record Member(Optional<byte[]> value) {}

  /**
   * An object.
   *
   * @param text the text that contains it, in UTF-8
   * @param from position of its first member
   */
  PlainObject(byte[] text, int from) {
    this.text = text;
    this.from = from;
  }

  /** The first member with a name; empty if the text needs a parser. */
  Optional<Member> find(String name) {
    byte[] wanted = name.getBytes(StandardCharsets.UTF_8);
    int at = from;
    while (is('"', at)) {
      int behindName = behindString(at);
      int value = behindName + 1;
      int end = behindValue(value);
      boolean last = is('}', end);
      if (!isName(at, behindName) || !is(':', behindName) || !(last || is(',', end))) {
        return Optional.empty();
      }
      if (Arrays.equals(text, at + 1, behindName - 1, wanted, 0, wanted.length)) {
        return Optional.of(new Member(Optional.of(Arrays.copyOfRange(text, value, end))));
      }
      if (last) {
        return Optional.of(new Member(Optional.empty()));
      }
      at = end + 1;
    }
    return is('}', at) && at == from ? Optional.of(new Member(Optional.empty())) : Optional.empty();
  }

  private boolean is(char letter, int at) {
    return at >= 0 && at < text.length && text[at] == letter;
  }

  private boolean isName(int begin, int end) {
    for (int i = begin; i < end; i++) {
      if (text[i] == '\\' || text[i] == '/') {
        return false;
      }
    }
    return end > begin;
  }

  /** The position after a string or an object; -1 if there is neither, or if its end is missing. */
  private int behindValue(int at) {
    return is('{', at) ? behindObject(at) : is('"', at) ? behindString(at) : -1;
  }

  private int behindObject(int at) {
    int depth = 0;
    int i = at;
    while (i >= 0 && i < text.length) {
      switch (text[i]) {
        case '"' -> i = behindString(i) - 1;
        case '{' -> depth++;
        case '}' -> depth--;
        default -> {}
      }
      i++;
      if (depth == 0) {
        return i;
      }
    }
    return -1;
  }

  private int behindString(int at) {
    for (int i = at + 1; i < text.length; i++) {
      if (text[i] == '"') {
        return i + 1;
      }
      if (text[i] == '\\') {
        i++;
      }
    }
    return -1;
  }
}
