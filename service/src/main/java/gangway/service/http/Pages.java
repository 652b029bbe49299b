package gangway.service.http;

import gangway.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * The files of the web page, read once: no request can name another file. They contain no secret,
 * so they need no token; the page then asks the API with the token.
 */
final class Pages extends Handler.Abstract {
  private static final String FIRST = "/index.html";
  private static final Map<String, String> TYPES =
      Map.ofEntries(
          Map.entry("html", "text/html; charset=utf-8"),
          Map.entry("js", "text/javascript; charset=utf-8"),
          Map.entry("css", "text/css; charset=utf-8"),
          Map.entry("json", Reply.JSON),
          Map.entry("svg", "image/svg+xml"),
          Map.entry("png", "image/png"),
          Map.entry("ico", "image/x-icon"),
          Map.entry("txt", "text/plain; charset=utf-8"),
          Map.entry("woff2", "font/woff2"));

  private final Map<String, Reply.Document> files;
  private final WebCallers callers;
  private final Replies replies;

  /**
   * The files.
   *
   * @param folder the folder of the page, with {@code index.html}
   * @throws Problem of kind USAGE if the folder cannot be read or has no page
   */
  Pages(Path folder, WebCallers callers, Replies replies) {
    this.files = read(folder);
    this.callers = callers;
    this.replies = replies;
    if (!files.containsKey(FIRST)) {
      throw Problem.usage(
          "there is no web page in " + folder, "install the package with the page, or omit --web");
    }
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback)
      throws InterruptedException {
    Optional<Reply> reply = reply(request);
    if (reply.isEmpty()) {
      return false;
    }
    replies.write(reply.get(), request, response);
    callback.succeeded();
    return true;
  }

  private Optional<Reply> reply(Request request) {
    String path = Request.getPathInContext(request);
    Reply.Document file = files.get(path.equals("/") ? FIRST : path);
    if (file == null || !List.of("GET", "HEAD").contains(request.getMethod())) {
      return Optional.empty();
    }
    try {
      callers.mustBeOfThisPage(request);
      return Optional.of(file);
    } catch (HttpProblem foreign) {
      return Optional.of(Replies.problem(foreign));
    }
  }

  private static Map<String, Reply.Document> read(Path folder) {
    Map<String, Reply.Document> files = new TreeMap<>();
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.filter(Files::isRegularFile).toList()) {
        String name = folder.relativize(path).toString();
        String type = TYPES.get(name.substring(name.lastIndexOf('.') + 1));
        if (type != null) {
          files.put(
              "/" + name,
              new Reply.Document(200, type, Payload.of(Files.readAllBytes(path)), storing(name)));
        }
      }
      return files;
    } catch (IOException e) {
      throw Problem.usage(
          "the folder of the web page cannot be read: " + folder,
          "name the folder of the page, or omit --web",
          e.toString());
    }
  }

  /** The names of the bundle's files change with their content. */
  private static Map<String, String> storing(String name) {
    return Map.of(
        "Cache-Control", name.startsWith("assets/") ? "max-age=31536000, immutable" : "no-cache");
  }
}
