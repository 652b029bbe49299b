package gangway.service;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Sends requests as another user: {@code Ask SOCKET "METHOD PATH BODY"...}. The answers are
 * separated by form feeds. Uses no other class, because the test copies this one to a place that
 * all users can read.
 */
public final class Ask {
  private Ask() {}

  public static void main(String[] words) throws IOException {
    for (int i = 1; i < words.length; i++) {
      String[] parts = words[i].split(" ", 3);
      String body = parts.length > 2 ? parts[2] : "";
      String request =
          "%s %s HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
              .formatted(parts[0], parts[1], body.length(), body);
      try (SocketChannel channel =
          SocketChannel.open(UnixDomainSocketAddress.of(Path.of(words[0])))) {
        channel.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.UTF_8)));
        Channels.newInputStream(channel).transferTo(System.out);
      }
      System.out.print("\f");
    }
    System.out.flush();
  }
}
