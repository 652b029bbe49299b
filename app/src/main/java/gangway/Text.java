package gangway;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * Text from outside: the kernel, tools, guests. Invalid bytes and NUL are replaced by U+FFFD, so
 * that the text can be compared and printed.
 */
public final class Text {
  /** Stands for what is not text. */
  public static final char REPLACEMENT = '\uFFFD';

  /** The first low surrogate. */
  private static final int LONE = 0xDC00;

  /** Characters that a loop compares faster than Java encodes them. */
  private static final int SHORT = 24;

  private Text() {}

  /** Decodes UTF-8 and replaces invalid bytes, and NUL, which ends a text in the kernel. */
  public static String of(byte[] bytes) {
    // the decoder makes no lone surrogates
    return new String(bytes, StandardCharsets.UTF_8).replace('\0', REPLACEMENT);
  }

  /**
   * Replaces NUL, which ends a text in the kernel, and lone surrogates, which JSON can contain but
   * UTF-8 cannot: paths and arguments cannot contain either.
   */
  public static String of(String text) {
    return withoutNul(encodable(text));
  }

  /** Replaces NUL, which ends a text in the kernel. */
  public static String withoutNul(String text) {
    return text.replace('\0', REPLACEMENT);
  }

  /** Replaces lone surrogates, which JSON can contain but UTF-8 cannot. */
  public static String encodable(String text) {
    return isEncodable(text) ? text : withoutLoneSurrogates(text);
  }

  /**
   * Whether a text has no lone surrogate: Java encodes a lone surrogate as a question mark. Java
   * has compiled code for the encoding at every start, but interprets a loop over a text.
   */
  private static boolean isEncodable(String text) {
    return text.length() < SHORT
        ? loneSurrogate(text, 0) < 0
        : new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8).equals(text);
  }

  /** The position of the first lone surrogate; -1 if the text has no such character. */
  private static int loneSurrogate(String text, int from) {
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isSurrogate(c)) {
        if (i + 1 == text.length() || !Character.isSurrogatePair(c, text.charAt(i + 1))) {
          return i;
        }
        i++;
      }
    }
    return -1;
  }

  private static String withoutLoneSurrogates(String text) {
    StringBuilder safe = new StringBuilder(text);
    for (int at = loneSurrogate(text, 0); at >= 0; at = loneSurrogate(text, at + 1)) {
      safe.setCharAt(at, REPLACEMENT);
    }
    return safe.toString();
  }

  /**
   * Decodes UTF-8 and preserves invalid bytes: an invalid byte becomes the lone surrogate U+DC00
   * plus its value, which valid text does not contain; NUL is kept. For files that are written
   * again.
   */
  public static String exact(byte[] bytes) {
    String decoded = new String(bytes, StandardCharsets.UTF_8);
    return decoded.indexOf(REPLACEMENT) < 0 ? decoded : withInvalidBytes(bytes);
  }

  private static String withInvalidBytes(byte[] bytes) {
    StringBuilder text = new StringBuilder(bytes.length);
    CharsetDecoder utf8 = StandardCharsets.UTF_8.newDecoder();
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(Math.max(64, bytes.length));
    while (true) {
      CoderResult result = utf8.decode(in, out, true);
      text.append(out.flip());
      out.clear();
      if (!result.isError()) {
        return text.toString();
      }
      for (int i = 0; i < result.length(); i++) {
        text.append((char) (LONE + (in.get() & 0xff)));
      }
    }
  }

  /**
   * Whether a character does not appear on a terminal as itself: control characters (also DEL and
   * C1), characters that change the direction of the text, invisible ones such as tags, line
   * separators, and lone surrogates.
   */
  public static boolean isHidden(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE ->
          true;
      default -> false;
    };
  }

  /** A character as JSON and Java escape it: one or two times {@code \\uXXXX}. */
  public static String escaped(int codePoint) {
    StringBuilder escaped = new StringBuilder();
    for (char c : Character.toChars(codePoint)) {
      escaped.append("\\u%04x".formatted((int) c));
    }
    return escaped.toString();
  }

  /** The original bytes of an {@linkplain #exact exact} text; UTF-8 for any other text. */
  public static byte[] bytes(String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
    int from = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean pair = Character.isHighSurrogate(c) && i + 1 < text.length();
      if (pair) {
        i++;
      } else if (c > LONE + 0x7f && c <= LONE + 0xff) {
        bytes.writeBytes(text.substring(from, i).getBytes(StandardCharsets.UTF_8));
        bytes.write(c - LONE);
        from = i + 1;
      }
    }
    bytes.writeBytes(text.substring(from).getBytes(StandardCharsets.UTF_8));
    return bytes.toByteArray();
  }

  /**
   * A number of decimal digits and nothing else; empty if the text is anything else.
   *
   * @param most how many digits it may have, at most 9
   */
  public static OptionalInt digits(String text, int most) {
    OptionalLong number = longDigits(text, most);
    return number.isPresent()
        ? OptionalInt.of(Math.toIntExact(number.getAsLong()))
        : OptionalInt.empty();
  }

  /** The same of a larger number, of 18 digits at most. */
  public static OptionalLong longDigits(String text, int most) {
    boolean digits =
        !text.isEmpty()
            && text.length() <= most
            && text.chars().allMatch(c -> c >= '0' && c <= '9');
    return digits ? OptionalLong.of(Long.parseLong(text)) : OptionalLong.empty();
  }

  /**
   * Parses a decimal number, with or without blanks around it; empty if the text is not a number.
   */
  public static OptionalInt number(String text) {
    try {
      return OptionalInt.of(Integer.parseInt(text.strip()));
    } catch (NumberFormatException e) {
      return OptionalInt.empty();
    }
  }
}
