package gangway.service;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** A client that sends what the test wants, also what no client would send. */
public record SocketClient(SocketAddress address) {

  public SocketClient(Path socket) {
    this(UnixDomainSocketAddress.of(socket));
  }

  /**
   * An answer.
   *
   * @param headers by their names in lower case
   */
  public record Answer(int status, Map<String, String> headers, String body) {
    public String type() {
      return headers.getOrDefault("content-type", "");
    }
  }

  public Answer get(String path, String... headers) throws IOException {
    return send("GET", path, "", headers);
  }

  public Answer post(String path, String body, String... headers) throws IOException {
    List<String> all = new ArrayList<>(List.of(headers));
    if (all.stream().noneMatch(header -> header.startsWith("Content-Type"))) {
      all.add("Content-Type: application/json");
    }
    all.add("Content-Length: " + body.getBytes(StandardCharsets.UTF_8).length);
    return send("POST", path, body, all.toArray(String[]::new));
  }

  public Answer send(String method, String path, String body, String... headers)
      throws IOException {
    StringBuilder head = new StringBuilder(method + " " + path + " HTTP/1.1\r\n");
    if (List.of(headers).stream().noneMatch(header -> header.startsWith("Host:"))) {
      head.append("Host: gangway\r\n");
    }
    head.append("Connection: close\r\n");
    for (String header : headers) {
      head.append(header).append("\r\n");
    }
    return raw(head + "\r\n" + body);
  }

  /** Sends a text, and reads until the service closes the connection. */
  public Answer raw(String text) throws IOException {
    try (SocketChannel channel = open()) {
      write(channel, text);
      return answer(Channels.newInputStream(channel));
    }
  }

  public SocketChannel open() throws IOException {
    return SocketChannel.open(address);
  }

  static void write(SocketChannel channel, String text) throws IOException {
    ByteBuffer bytes = StandardCharsets.UTF_8.encode(text);
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  /** Reads an answer whose end is the end of the connection. */
  static Answer answer(InputStream in) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      in.transferTo(bytes);
    } catch (IOException reset) {
      // the service has closed the connection without reading everything; the answer came before
    }
    String all = bytes.toString(StandardCharsets.UTF_8);
    int end = all.indexOf("\r\n\r\n");
    if (end < 0) {
      return new Answer(0, Map.of(), all);
    }
    Map<String, String> headers = new TreeMap<>();
    List<String> lines = all.substring(0, end).lines().toList();
    for (String line : lines.subList(1, lines.size())) {
      int colon = line.indexOf(':');
      headers.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
    String body = all.substring(end + 4);
    boolean chunked = "chunked".equals(headers.get("transfer-encoding"));
    return new Answer(
        Integer.parseInt(lines.getFirst().split(" ")[1]), headers, chunked ? joined(body) : body);
  }

  /** The chunks of a body, as one text; the tests send ASCII. */
  private static String joined(String body) {
    StringBuilder whole = new StringBuilder();
    int at = 0;
    while (at < body.length()) {
      int line = body.indexOf("\r\n", at);
      if (line < 0) {
        break;
      }
      int size = Integer.parseInt(body.substring(at, line), 16);
      whole.append(body, line + 2, Math.min(body.length(), line + 2 + size));
      at = line + 2 + size + 2;
    }
    return whole.toString();
  }
}
