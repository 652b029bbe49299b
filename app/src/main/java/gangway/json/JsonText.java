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

  /** Escapes lone surrogates, which UTF-8 cannot encode; only those of {@link Text#exact} occur. */
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

  /**
   * A loop, because a stream is slow at first use and the whole journal passes through this method.
   */
  private static boolean hasSurrogates(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        return true;
      }
    }
    return false;
  }
}
