package gangway.service.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The open connections of a listener, each with the process at its other end, if that is known. */
final class Connections {
  private static final int ROOT = 0;

  private final Limits limits;
  private final Map<SocketChannel, Optional<Peer>> open = new HashMap<>();

  Connections(Limits limits) {
    this.limits = limits;
  }

  /**
   * Takes a new connection in. If there are too many, answers without reading the request, and
   * closes the connection: it must not cost a thread or a buffer.
   */
  synchronized void admit(SocketChannel channel, Optional<Peer> peer) throws IOException {
    open.keySet().removeIf(known -> !known.isOpen());
    if (isTooMany(peer)) {
      ByteBuffer answer = ByteBuffer.wrap(refusal().getBytes(StandardCharsets.UTF_8));
      try (channel) {
        channel.write(answer);
      } catch (IOException closed) {
        // by the caller; an exception would let Jetty wait for a second before the next connection
      }
      return;
    }
    open.put(channel, peer);
  }

  synchronized Optional<Peer> peer(SocketChannel channel) {
    return open.getOrDefault(channel, Optional.empty());
  }

  /** Connections of root never wait for those of other users. */
  private boolean isTooMany(Optional<Peer> peer) {
    if (open.size() >= limits.connections()) {
      return true;
    }
    return peer.filter(one -> one.uid() != ROOT)
        .filter(one ->
            count(one.uid()) >= limits.connectionsOfUser()
                || open.size() - count(ROOT) >= limits.connectionsOfUsers())
        .isPresent();
  }

  private long count(int uid) {
    return open.values().stream()
        .filter(peer -> peer.isPresent() && peer.get().uid() == uid)
        .count();
  }

  private static String refusal() {
    String body =
        new HttpProblem(
                Refusal.TOO_MANY,
                "too many connections to gangway serve are open",
                "close connections, or try again later")
            .document();
    return "HTTP/1.1 429 Too Many Requests\r\nContent-Type: "
        + HttpProblem.MEDIA_TYPE
        + "\r\nContent-Length: "
        + body.getBytes(StandardCharsets.UTF_8).length
        + "\r\nConnection: close\r\n\r\n"
        + body;
  }
}
