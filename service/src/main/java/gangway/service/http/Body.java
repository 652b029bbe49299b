package gangway.service.http;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;

/** The body of a request: JSON in UTF-8. */
final class Body {
  private Body() {}

  static String read(Request request) {
    if (request.getLength() > Limits.BODY_BYTES) {
      throw tooLarge();
    }
    String type = request.getHeaders().get(HttpHeader.CONTENT_TYPE);
    if (type == null
        || !type.toLowerCase(Locale.ROOT).split(";", 2)[0].strip().equals(Reply.JSON)) {
      throw new HttpProblem(
          Refusal.NOT_JSON,
          "the body of the request is not " + Reply.JSON,
          "send JSON with the header 'Content-Type: " + Reply.JSON + "'");
    }
    return text(bytes(request));
  }

  private static byte[] bytes(Request request) {
    try (InputStream in = Content.Source.asInputStream(request)) {
      byte[] bytes = in.readNBytes(Limits.BODY_BYTES + 1);
      if (bytes.length > Limits.BODY_BYTES) {
        throw tooLarge();
      }
      return bytes;
    } catch (IOException e) {
      throw new HttpProblem(
          Refusal.TIMEOUT, "the body of the request did not arrive", "send the request again");
    }
  }

  private static String text(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw HttpProblem.invalid("the body of the request is not UTF-8", "send JSON in UTF-8");
    }
  }

  private static HttpProblem tooLarge() {
    return new HttpProblem(
        Refusal.TOO_LARGE,
        "the body of the request is larger than %d KiB".formatted(Limits.BODY_BYTES / 1024),
        "send a smaller request");
  }
}
