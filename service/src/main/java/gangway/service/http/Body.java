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
      throw ArrivingBody.tooLarge();
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
      return new ArrivingBody(in, System::nanoTime).read();
    } catch (IOException e) {
      throw ArrivingBody.tooSlow();
    }
  }

  private static String text(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw HttpProblem.invalid("the body of the request is not UTF-8", "send JSON in UTF-8");
    }
  }
}
