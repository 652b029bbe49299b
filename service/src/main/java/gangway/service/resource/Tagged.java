package gangway.service.resource;

import gangway.Sha256;
import gangway.service.http.Call;
import gangway.service.http.Payload;
import gangway.service.http.Reply;
import java.util.Map;

/**
 * A JSON document with a tag of its content: a caller that has the document already does not get
 * the same content again.
 *
 * @param tag as in the header {@code ETag}
 */
record Tagged(String tag, Payload content) {
  private static final int TAG_BYTES = 16;

  static Tagged of(String json) {
    return new Tagged("\"" + Sha256.of(json).substring(0, 2 * TAG_BYTES) + "\"", Payload.of(json));
  }

  /** The answer: status 304 if the caller has this content already. */
  Reply answer(Call call) {
    boolean known = call.header().apply("If-None-Match").filter(tag::equals).isPresent();
    return known
        ? new Reply.Document(304, Reply.JSON, Payload.NONE, Map.of("ETag", tag))
        : new Reply.Document(200, Reply.JSON, content, Map.of("ETag", tag));
  }
}
