package gangway.service.resource;

import gangway.service.http.Call;
import gangway.service.http.Reply;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;

/** Entity tags: a caller that has an answer already does not get the same answer again. */
final class Tags {
  private static final int TAG_BYTES = 16;

  private Tags() {}

  /** The answer with a tag of its content, or status 304 if the caller has that content. */
  static Reply tagged(Call call, String json) {
    String tag = "\"" + digest(json).substring(0, 2 * TAG_BYTES) + "\"";
    boolean known = call.header().apply("If-None-Match").filter(tag::equals).isPresent();
    return known
        ? new Reply.Document(304, Reply.JSON, ByteBuffer.allocate(0), Map.of("ETag", tag))
        : Reply.json(200, json, Map.of("ETag", tag));
  }

  /** The SHA-256 of a text in hexadecimal digits. */
  static String digest(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
