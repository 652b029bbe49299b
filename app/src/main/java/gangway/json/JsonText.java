package gangway.json;

import gangway.Text;
import java.io.StringWriter;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** A JSON value as text, on one line. */
public final class JsonText {
  private static final JsonFactory JSON = new JsonFactory();

  private JsonText() {}

  public static String of(Consumer<JsonGenerator> value) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
      value.accept(json);
    }
    return whole(text.toString());
  }

  /** Of lone surrogates, which UTF-8 has none of, there are only those that {@link Text} keeps. */
  private static String whole(String text) {
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
}
