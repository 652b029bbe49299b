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
    return printable(text.toString());
  }

  /**
   * Escapes the characters that a terminal does not show as themselves, because a guest or another
   * host can choose a text; those below U+0020 are escaped already. A lone surrogate is one of
   * {@link Text#exact}; UTF-8 cannot encode it.
   */
  private static String printable(String text) {
    if (isPlain(text)) {
      return text;
    }
    StringBuilder escaped = new StringBuilder(text.length());
    text.codePoints()
        .forEach(c -> {
          if (Text.isHidden(c)) {
            escaped.append(Text.escaped(c));
          } else {
            escaped.appendCodePoint(c);
          }
        });
    return escaped.toString();
  }

  /**
   * Whether all characters are printable ASCII. A loop, because a stream is slow at first use and
   * the whole journal passes through this method.
   */
  private static boolean isPlain(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= 0x7f) {
        return false;
      }
    }
    return true;
  }
}
