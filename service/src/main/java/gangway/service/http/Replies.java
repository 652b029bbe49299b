package gangway.service.http;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Blocker;

/** Writes answers. */
final class Replies {
  private final Streams streams;

  Replies(Streams streams) {
    this.streams = streams;
  }

  static Reply problem(HttpProblem problem) {
    Reply.Document json = Reply.json(problem.refusal().status(), problem.document(), Map.of());
    return new Reply.Document(
        json.status(), HttpProblem.MEDIA_TYPE, json.content(), json.headers());
  }

  /**
   * Writes an answer.
   *
   * @throws EventSink.CallerGone if the caller has closed the connection
   */
  void write(Reply reply, Request request, Response response) throws InterruptedException {
    switch (reply) {
      case Reply.Document document -> write(document, request, response);
      case Reply.Events events -> {
        try {
          send(events, request, response);
        } catch (HttpProblem tooMany) {
          write(problem(tooMany), request, response);
        }
      }
    }
  }

  private static void write(Reply.Document document, Request request, Response response) {
    HttpFields.Mutable headers = response.getHeaders();
    response.setStatus(document.status());
    document.headers().forEach(headers::put);
    Payload content = document.content();
    if (!content.isEmpty()) {
      headers.put(HttpHeader.CONTENT_TYPE, document.mediaType());
    }
    SecurityHeaders.put(headers);
    ByteBuffer bytes;
    if (content.isWorthCompressing() && ApiHandler.acceptsGzip(request)) {
      bytes = content.compressed();
      headers.put(HttpHeader.CONTENT_ENCODING, "gzip");
    } else {
      bytes = content.plain();
    }
    headers.put(HttpHeader.VARY, "Accept-Encoding");
    headers.put(HttpHeader.CONTENT_LENGTH, bytes.remaining());
    try (Blocker.Callback done = Blocker.callback()) {
      response.write(true, bytes, done);
      done.block();
    } catch (IOException e) {
      throw new EventSink.CallerGone(e);
    }
  }

  private void send(Reply.Events events, Request request, Response response)
      throws InterruptedException {
    try (Streams.Place _ = streams.enter(events.caller())) {
      HttpFields.Mutable headers = response.getHeaders();
      headers.put(HttpHeader.CONTENT_TYPE, "text/event-stream");
      SecurityHeaders.put(headers);
      OutputStream out = Content.Sink.asOutputStream(response);
      send(
          events.source(),
          streams.sink(out),
          Optional.ofNullable(request.getHeaders().get("Last-Event-ID")));
      out.close();
    } catch (IOException e) {
      throw new EventSink.CallerGone(e);
    }
  }

  private void send(EventSource source, EventSink sink, Optional<String> lastId)
      throws InterruptedException {
    try {
      source.send(sink, lastId);
    } catch (InterruptedException e) {
      if (!streams.ending()) {
        throw e;
      }
      sink.event(Optional.empty(), "bye", "{}");
    }
  }
}
