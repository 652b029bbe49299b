package gangway.service.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/**
 * Requests that Jetty itself refuses, for example because they are not HTTP, as problem details.
 */
final class Errors extends ErrorHandler {

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    HttpFields.Mutable headers = response.getHeaders();
    int status = response.getStatus();
    HttpProblem problem = problem(status);
    response.setStatus(status);
    headers.put(HttpHeader.CONTENT_TYPE, HttpProblem.MEDIA_TYPE);
    SecurityHeaders.put(headers);
    response.write(true, bytes(problem, status), callback);
    return true;
  }

  private static ByteBuffer bytes(HttpProblem problem, int status) {
    return ByteBuffer.wrap(problem.document(status).getBytes(StandardCharsets.UTF_8));
  }

  private static HttpProblem problem(int status) {
    return switch (status) {
      case 408 ->
          new HttpProblem(
              Refusal.TIMEOUT, "the request did not arrive in time", "send the request again");
      case 413, 414, 431 ->
          new HttpProblem(
              Refusal.HEADER_TOO_LARGE,
              "the header of the request is larger than %d KiB".formatted(Limits.HEAD_BYTES / 1024),
              "send a smaller header");
      case 500 ->
          new HttpProblem(Refusal.FAULT, "the service has a fault", "please report this problem");
      case 503 -> new HttpProblem(Refusal.ENDING, "gangway serve ends", "connect again");
      default -> HttpProblem.invalid("the request is not valid HTTP", "send a request of HTTP/1.1");
    };
  }
}
