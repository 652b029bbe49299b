package gangway.json;

import gangway.Text;
import java.io.StringWriter;
import java.util.function.Consumer;

/** A JSON value as text, on one line. */
public final class JsonText {
  private JsonText() {}

  public static String of(Consumer<JsonWriter> value) {
    StringWriter text = new StringWriter();
    value.accept(new JsonWriter(text));
    return whole(text.toString());
  }

  /** Of lone surrogates, which UTF-8 has none of, there are only those that {@link Text} keeps. */
  private static String whole(String text) {
    if (!hasSurrogates(text)) {
      return text;
    }
    StringBuilder escaped = new StringBuilder(text.length());
    text.codePoints()
        .forEach(c -> {
          if (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) {
            escaped.append("\\u%04x".formatted(c));
          } else {
            escaped.appendCodePoint(c);
          }
        });
    return escaped.toString();
  }

  /** By hand: a stream is slow at first, and the whole journal goes through here. */
  private static boolean hasSurrogates(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        return true;
      }
    }
    return false;
  }
}
