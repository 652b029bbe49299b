package gangway.service.http;

import java.util.Map;

/** The answer to a request. */
public sealed interface Reply {
  String JSON = "application/json";

  /**
   * A document.
   *
   * @param headers more headers by their names
   */
  record Document(int status, String mediaType, Payload content, Map<String, String> headers)
      implements Reply {
    public Document {
      headers = Map.copyOf(headers);
    }
  }

  /** Server-sent events for a caller, until the source ends or the caller goes away. */
  record Events(Caller caller, EventSource source) implements Reply {}

  /** A JSON document with status 200. */
  static Document json(String text) {
    return json(200, text, Map.of());
  }

  static Document json(int status, String text, Map<String, String> headers) {
    return new Document(status, JSON, Payload.of(text), headers);
  }
}
