package gangway.service.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** The answer to a request. */
public sealed interface Reply {
  String JSON = "application/json";

  /**
   * A document.
   *
   * @param headers more headers by their names
   */
  record Document(int status, String mediaType, ByteBuffer content, Map<String, String> headers)
      implements Reply {
    public Document {
      content = content.asReadOnlyBuffer();
      headers = Map.copyOf(headers);
    }

    /** The content, to be read once. */
    @Override
    public ByteBuffer content() {
      return content.duplicate();
    }
  }

  /** Server-sent events for a caller, until the source ends or the caller goes away. */
  record Events(Caller caller, EventSource source) implements Reply {}

  /** A JSON document with status 200. */
  static Document json(String text) {
    return json(200, text, Map.of());
  }

  static Document json(int status, String text, Map<String, String> headers) {
    return new Document(status, JSON, StandardCharsets.UTF_8.encode(text), headers);
  }
}
