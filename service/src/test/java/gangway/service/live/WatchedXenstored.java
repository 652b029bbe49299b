package gangway.service.live;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * A xenstored that knows watches only (docs/misc/xenstore.txt in Xen's sources), for one client at
 * a time.
 */
final class WatchedXenstored implements AutoCloseable {
  private static final int WATCH = 4;
  private static final int WATCH_EVENT = 15;
  private static final int HEADER = 16;

  private final ServerSocketChannel server;
  private final Map<String, String> tokens = new HashMap<>();
  private SocketChannel client = SocketChannel.open();
  private int clients;

  WatchedXenstored(Path socket) throws IOException {
    server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    server.bind(UnixDomainSocketAddress.of(socket));
    Thread.ofVirtual().start(this::serve);
  }

  /** Fires the watch that a path is below of. */
  synchronized void fire(String path) throws IOException {
    for (Map.Entry<String, String> watch : tokens.entrySet()) {
      if (path.startsWith(watch.getKey())) {
        send(WATCH_EVENT, 0, path + "\0" + watch.getValue() + "\0");
      }
    }
  }

  synchronized void hangUp() throws IOException {
    tokens.clear();
    client.close();
  }

  /** Waits until so many clients have connected. */
  synchronized void awaitClient(int number) throws InterruptedException {
    while (clients < number) {
      wait();
    }
  }

  private void serve() {
    while (server.isOpen()) {
      try {
        SocketChannel next = server.accept();
        synchronized (this) {
          client = next;
          tokens.clear();
          clients++;
          notifyAll();
        }
        while (true) {
          ByteBuffer header = read(next, HEADER);
          String[] words = new String(read(next, header.getInt(12)).array(), UTF_8).split("\0", -1);
          answer(header.getInt(0), header.getInt(4), words);
        }
      } catch (IOException gone) {
        // the next client
      }
    }
  }

  private synchronized void answer(int type, int request, String[] words) throws IOException {
    send(type, request, "OK\0");
    if (type == WATCH) {
      tokens.put(words[0], words[1]);
      send(WATCH_EVENT, 0, words[0] + "\0" + words[1] + "\0");
    }
  }

  private static ByteBuffer read(SocketChannel from, int bytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(bytes).order(ByteOrder.nativeOrder());
    while (buffer.hasRemaining()) {
      if (from.read(buffer) < 0) {
        throw new IOException("the client is gone");
      }
    }
    return buffer;
  }

  private void send(int type, int request, String payload) throws IOException {
    byte[] bytes = payload.getBytes(UTF_8);
    ByteBuffer message =
        ByteBuffer.allocate(HEADER + bytes.length)
            .order(ByteOrder.nativeOrder())
            .putInt(type)
            .putInt(request)
            .putInt(0)
            .putInt(bytes.length)
            .put(bytes)
            .flip();
    while (message.hasRemaining()) {
      client.write(message);
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    hangUp();
  }
}
