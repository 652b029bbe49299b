package gangway;

import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;

/**
 * Text that comes from outside: the kernel, tools, guests. What is no text in it is replaced by
 * U+FFFD, so that it can be looked up, compared and printed like any other.
 */
public final class Text {
  private static final char REPLACEMENT = '\uFFFD';

  private Text() {}

  /** UTF-8; bytes that are not are replaced. */
  public static String of(byte[] bytes) {
    return of(new String(bytes, StandardCharsets.UTF_8));
  }

  /** Without NUL, which ends a text to the kernel and so is part of no path and no argument. */
  public static String of(String text) {
    return text.replace('\0', REPLACEMENT);
  }

  /** A whole decimal number, blanks around it or not; nothing if it is none. */
  public static OptionalInt number(String text) {
    try {
      return OptionalInt.of(Integer.parseInt(text.strip()));
    } catch (NumberFormatException e) {
      return OptionalInt.empty();
    }
  }
}
