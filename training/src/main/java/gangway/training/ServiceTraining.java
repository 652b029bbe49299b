package gangway.training;

import gangway.service.Main;
import java.io.IOException;
import java.io.InputStream;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * The training for the AOT cache of {@code gangway serve}: starts the service for the machine of
 * the build, for a captured host and for a folder, and asks each for everything that the page asks
 * for. The requests change nothing.
 *
 * <p>Usage: {@code ServiceTraining DIRECTORY CAPTURE}. The caller creates an empty directory and
 * deletes it afterwards.
 */
public final class ServiceTraining {
  private static final Duration START_LIMIT = Duration.ofMinutes(2);
  private static final Duration PAUSE = Duration.ofMillis(50);

  private static final List<String> READ =
      List.of(
          "/",
          "/me",
          "/host",
          "/functions",
          "/functions/0000:09:00.0",
          "/guests",
          "/doctor",
          "/operations",
          "/operations/1",
          "/explanations/DISK-ROOT",
          "/configuration",
          "/openapi.json",
          "/nothing");

  private static final String CHECK =
      """
      {"request": {"kind": "hide", "functions": ["0000:09:00.0"], "now": true, "persistent": true}, "accept": []}
      """;

  private final Path socket;

  private ServiceTraining(Path socket) {
    this.socket = socket;
  }

  public static void main(String[] arguments) throws IOException {
    Path folder = Files.createDirectories(Path.of(arguments[0]));
    start(folder.resolve("here"), List.of()).ask();
    start(folder.resolve("captured"), List.of("--host", arguments[1])).ask();
    Path other = Files.createDirectories(folder.resolve("other"));
    start(folder.resolve("folder"), List.of("--host", other.toString())).ask();
    System.exit(0);
  }

  /** Starts a service, which ends with the process. */
  private static ServiceTraining start(Path socket, List<String> options) throws IOException {
    List<String> words = new ArrayList<>(List.of("--socket", socket.toString()));
    words.addAll(options);
    Thread.ofPlatform()
        .daemon()
        .start(() -> {
          try {
            Main.main(words.toArray(String[]::new));
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    ServiceTraining training = new ServiceTraining(socket);
    training.awaitStart();
    return training;
  }

  private void awaitStart() throws IOException {
    long limit = System.nanoTime() + START_LIMIT.toNanos();
    while (System.nanoTime() < limit) {
      try {
        SocketChannel.open(UnixDomainSocketAddress.of(socket)).close();
        return;
      } catch (IOException notYet) {
        LockSupport.parkNanos(PAUSE.toNanos());
      }
    }
    throw new IOException("the service does not listen at " + socket);
  }

  private void ask() throws IOException {
    for (String path : READ) {
      answer("GET", path, "", "Accept-Encoding: gzip\r\n");
    }
    String functions = answer("GET", "/functions", "", "");
    answer("GET", "/functions", "", "If-None-Match: " + tag(functions) + "\r\n");
    answer("POST", "/checks", CHECK, "Content-Type: application/json\r\n");
    answer("POST", "/operations", CHECK, "Content-Type: application/json\r\n");
    try (SocketChannel channel = send("GET", "/events", "", "")) {
      channel.read(ByteBuffer.allocate(1));
    }
  }

  private static String tag(String answer) {
    return answer
        .lines()
        .filter(line -> line.startsWith("ETag: "))
        .map(line -> line.substring("ETag: ".length()))
        .findFirst()
        .orElse("\"none\"");
  }

  private String answer(String method, String path, String body, String headers)
      throws IOException {
    try (SocketChannel channel = send(method, path, body, headers)) {
      InputStream answer = Channels.newInputStream(channel);
      return new String(answer.readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }

  private SocketChannel send(String method, String path, String body, String headers)
      throws IOException {
    SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket));
    String request =
        "%s /api/v1%s HTTP/1.1\r\nHost: gangway\r\nConnection: close\r\nContent-Length: %s\r\n%s\r\n%s"
            .formatted(method, path, body.length(), headers, body);
    channel.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.UTF_8)));
    return channel;
  }
}
