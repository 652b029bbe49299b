package gangway.machine.capture;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The text of a JSON object of strings and objects, in which members are found without parsing the
 * others. It does not support blanks between the parts, or escapes and slashes in names.
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

  /**
   * One member, by positions in the text.
   *
   * @param last whether the object ends behind it
   */
  private record Entry(int behindName, int value, int behindValue, boolean last) {}

  /** The first member with a name; empty if the text needs a parser. */
  Optional<Member> find(String name) {
    byte[] wanted = name.getBytes(StandardCharsets.UTF_8);
    int at = from;
    for (Entry entry = entry(at); entry != null; entry = entry(at)) {
      if (Arrays.equals(text, at + 1, entry.behindName - 1, wanted, 0, wanted.length)) {
        return Optional.of(new Member(Optional.of(value(entry))));
      }
      if (entry.last) {
        return Optional.of(new Member(Optional.empty()));
      }
      at = entry.behindValue + 1;
    }
    return isEmptyObject(at) ? Optional.of(new Member(Optional.empty())) : Optional.empty();
  }

  /**
   * The texts of all values in UTF-8, by name; the first of equal names counts. Empty if the text
   * needs a parser.
   */
  Optional<Map<String, byte[]>> values() {
    return values(false);
  }

  /** The same; empty also if the object has a name twice. */
  Optional<Map<String, byte[]>> distinctValues() {
    return values(true);
  }

  private Optional<Map<String, byte[]>> values(boolean distinct) {
    Map<String, byte[]> values = new HashMap<>();
    int at = from;
    for (Entry entry = entry(at); entry != null; entry = entry(at)) {
      String name = new String(text, at + 1, entry.behindName - at - 2, StandardCharsets.UTF_8);
      if (values.putIfAbsent(name, value(entry)) != null && distinct) {
        return Optional.empty();
      }
      if (entry.last) {
        return Optional.of(values);
      }
      at = entry.behindValue + 1;
    }
    return isEmptyObject(at) ? Optional.of(values) : Optional.empty();
  }

  private byte[] value(Entry entry) {
    return Arrays.copyOfRange(text, entry.value, entry.behindValue);
  }

  /** The member at a position; null if no member is there, or if the text needs a parser. */
  private @Nullable Entry entry(int at) {
    if (!is('"', at)) {
      return null;
    }
    int behindName = behindString(at);
    int value = behindName + 1;
    int behindValue = behindValue(value);
    boolean last = is('}', behindValue);
    return isName(at, behindName) && is(':', behindName) && (last || is(',', behindValue))
        ? new Entry(behindName, value, behindValue, last)
        : null;
  }

  private boolean isEmptyObject(int at) {
    return at == from && is('}', at);
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
