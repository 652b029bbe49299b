package gangway.service.resource;

import gangway.service.http.Call;
import gangway.service.http.Reply;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Entity tags: a caller that has an answer already does not get the same answer again. */
final class Tags {
  private Tags() {}

  /** The answer with a tag of its content, or status 304 if the caller has that content. */
  static Reply tagged(Call call, String json) {
    return Tagged.of(json).answer(call);
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
