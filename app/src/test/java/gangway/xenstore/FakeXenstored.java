package gangway.xenstore;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;

/**
 * A xenstored for one client at a time with the real protocol on a real socket
 * (docs/misc/xenstore.txt and tools/xenstore in Xen's sources). It shares no code with the code
 * under test.
 */
final class FakeXenstored implements AutoCloseable {
  static final int DIRECTORY = 1;
  static final int READ = 2;
  static final int WATCH = 4;
  static final int UNWATCH = 5;
  static final int TRANSACTION_START = 6;
  static final int TRANSACTION_END = 7;
  static final int WRITE = 11;
  static final int REMOVE = 13;
  static final int WATCH_EVENT = 15;
  static final int ERROR = 16;
  static final int DIRECTORY_PART = 22;
  private static final int MAX_PAYLOAD = 4096;

  /** The writes of the open transaction. */
  private final SortedMap<String, String> pending = new TreeMap<>();

  private record Watch(String path, String token) {}

  private final ServerSocketChannel server;
  private final CountDownLatch connected = new CountDownLatch(1);
  private final Semaphore ended = new Semaphore(0);
  private final SortedMap<String, String> values = new TreeMap<>();
  private final List<Watch> watches = new ArrayList<>();
  private final List<String> asked = new ArrayList<>();
  private final Deque<byte[]> scripted = new ArrayDeque<>();
  private Runnable beforePart = () -> {};
  private Runnable beforeRead = () -> {};
  private SocketChannel client = SocketChannel.open();
  private int generation = 100;
  private int transactions = 7;
  private int conflicts;
  private String busy = "none";
  private boolean collided;
  private int piece = Integer.MAX_VALUE;

  FakeXenstored(Path socket) throws IOException {
    server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    server.bind(UnixDomainSocketAddress.of(socket));
    Thread.ofVirtual().start(this::serve);
  }

  /** Sets a value and fires its watches. */
  synchronized FakeXenstored put(String path, String value) {
    values.put(path, value);
    generation++;
    for (Watch watch : watches) {
      if (path.equals(watch.path) || path.startsWith(watch.path + "/")) {
        send(message(WATCH_EVENT, 0, 0, path + "\0" + watch.token + "\0"));
      }
    }
    return this;
  }

  /** The next transactions end in a conflict. */
  synchronized FakeXenstored conflicting(int times) {
    conflicts = times;
    return this;
  }

  /** A domain writes to its nodes all the time: no transaction that uses one of them succeeds. */
  synchronized FakeXenstored busy(int domid) {
    busy = "/local/domain/" + domid + "/";
    return this;
  }

  /** Sends every reply in pieces of some bytes. */
  synchronized FakeXenstored inPiecesOf(int bytes) {
    piece = bytes;
    return this;
  }

  /** Answers the next request with these bytes. */
  synchronized FakeXenstored answering(byte[] reply) {
    scripted.add(reply);
    return this;
  }

  /** Performs an action before each reply with a part of a directory. */
  synchronized FakeXenstored beforePart(Runnable action) {
    beforePart = action;
    return this;
  }

  /** Performs an action before each reply with a value. */
  synchronized FakeXenstored beforeRead(Runnable action) {
    beforeRead = action;
    return this;
  }

  /** The requests: type, transaction and words. */
  synchronized List<String> asked() {
    return List.copyOf(asked);
  }

  /** The value of a path. */
  synchronized String value(String path) {
    return values.getOrDefault(path, "none");
  }

  /** The paths that are watched now. */
  synchronized List<String> watched() {
    return watches.stream().map(Watch::path).toList();
  }

  /** Ends the connection like a xenstored that is killed, and waits until it has ended. */
  void hangUp() throws InterruptedException {
    connected.await();
    ended.drainPermits();
    closeClient();
    ended.acquire();
  }

  /** Ends the connection while a request is answered. */
  void hangUpNow() {
    closeClient();
  }

  static byte[] message(int type, int request, int transaction, String payload) {
    byte[] bytes = payload.getBytes(UTF_8);
    return header(type, request, transaction, bytes.length, bytes);
  }

  static byte[] header(int type, int request, int transaction, int length, byte... payload) {
    return ByteBuffer.allocate(16 + payload.length)
        .order(ByteOrder.nativeOrder())
        .putInt(type)
        .putInt(request)
        .putInt(transaction)
        .putInt(length)
        .put(payload)
        .array();
  }

  private void serve() {
    while (true) {
      try {
        connect(server.accept());
      } catch (IOException closed) {
        return;
      }
      try {
        while (true) {
          ByteBuffer header = filled(16);
          int length = header.getInt(12);
          String[] words = new String(filled(length).array(), UTF_8).split("\0", -1);
          answer(header.getInt(0), header.getInt(4), header.getInt(8), words);
        }
      } catch (IOException | UncheckedIOException e) {
        closeClient();
        ended.release();
      }
    }
  }

  /** A new connection has no watches and no transaction. */
  private synchronized void connect(SocketChannel next) {
    client = next;
    watches.clear();
    pending.clear();
    collided = false;
    connected.countDown();
  }

  private ByteBuffer filled(int bytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(bytes).order(ByteOrder.nativeOrder());
    while (buffer.hasRemaining()) {
      if (client.read(buffer) < 0) {
        throw new IOException("the client is gone");
      }
    }
    return buffer;
  }

  private synchronized void answer(int type, int request, int transaction, String[] words) {
    asked.add((type + " " + transaction + " " + String.join(" ", words)).strip());
    if (!scripted.isEmpty()) {
      send(scripted.remove());
      return;
    }
    String path = words[0];
    collided |= transaction != 0 && path.startsWith(busy);
    switch (type) {
      case READ -> {
        beforeRead.run();
        String value = pending.getOrDefault(path, values.get(path));
        if (value != null) {
          send(message(READ, request, transaction, value));
        } else {
          error(request, transaction, "ENOENT");
        }
      }
      case DIRECTORY -> {
        String children = children(path);
        if (!exists(path)) {
          error(request, transaction, "ENOENT");
        } else if (children.length() > MAX_PAYLOAD) {
          error(request, transaction, "E2BIG");
        } else {
          send(message(DIRECTORY, request, transaction, children));
        }
      }
      case DIRECTORY_PART -> {
        beforePart.run();
        if (exists(path)) {
          send(
              message(
                  DIRECTORY_PART, request, transaction, part(path, Integer.parseInt(words[1]))));
        } else {
          error(request, transaction, "ENOENT");
        }
      }
      case WATCH -> {
        watches.add(new Watch(path, words[1]));
        send(message(WATCH, request, transaction, "OK\0"));
        send(message(WATCH_EVENT, 0, 0, path + "\0" + words[1] + "\0"));
      }
      case UNWATCH -> {
        watches.remove(new Watch(path, words[1]));
        send(message(UNWATCH, request, transaction, "OK\0"));
      }
      case TRANSACTION_START ->
          send(message(TRANSACTION_START, request, transaction, ++transactions + "\0"));
      case WRITE -> {
        // the value extends to the end of the message, including a final NUL
        String written = words[1] + (words.length > 2 ? "\0" : "");
        if (transaction == 0) {
          put(path, written);
        } else {
          pending.put(path, written);
        }
        send(message(WRITE, request, transaction, "OK\0"));
      }
      case REMOVE -> {
        if (exists(path)) {
          values.keySet().removeIf(key -> key.equals(path) || key.startsWith(path + "/"));
          send(message(REMOVE, request, transaction, "OK\0"));
        } else {
          error(request, transaction, "ENOENT");
        }
      }
      case TRANSACTION_END -> {
        SortedMap<String, String> written = new TreeMap<>(pending);
        pending.clear();
        boolean conflict = collided || conflicts > 0;
        collided = false;
        if (conflict) {
          conflicts = Math.max(0, conflicts - 1);
          error(request, transaction, "EAGAIN");
        } else {
          if (path.equals("T")) {
            written.forEach(this::put);
          }
          send(message(TRANSACTION_END, request, transaction, "OK\0"));
        }
      }
      default -> error(request, transaction, "ENOSYS");
    }
  }

  private void error(int request, int transaction, String code) {
    send(message(ERROR, request, transaction, code + "\0"));
  }

  private boolean exists(String path) {
    return values.keySet().stream().anyMatch(key -> key.equals(path) || key.startsWith(path + "/"));
  }

  private String children(String path) {
    StringBuilder names = new StringBuilder();
    values.keySet().stream()
        .filter(key -> key.startsWith(path + "/"))
        .map(key -> key.substring(path.length() + 1).split("/", 2)[0])
        .distinct()
        .forEach(name -> names.append(name).append('\0'));
    return names.toString();
  }

  /** As in send_directory_part in tools/xenstore/xenstored_core.c. */
  private String part(String path, int offset) {
    String children = children(path);
    String start = generation + "\0";
    if (offset >= children.length()) {
      return start + "\0";
    }
    int end = offset;
    while (end < children.length()) {
      int next = children.indexOf('\0', end) + 1;
      if (next - offset >= MAX_PAYLOAD - start.length() - 1) {
        break;
      }
      end = next;
    }
    return start + children.substring(offset, end) + (end == children.length() ? "\0" : "");
  }

  private synchronized void send(byte[] bytes) {
    try {
      int step = Math.min(piece, bytes.length);
      for (int at = 0; at < bytes.length; at += step) {
        ByteBuffer slice = ByteBuffer.wrap(bytes, at, Math.min(step, bytes.length - at));
        while (slice.hasRemaining()) {
          client.write(slice);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * A process that another test starts has a copy of the socket until it executes its program; the
   * shutdown ends the connection nevertheless.
   */
  private void closeClient() {
    try (SocketChannel closing = client) {
      if (closing.isConnected()) {
        closing.shutdownOutput();
      }
    } catch (ClosedChannelException closed) {
      // by another thread
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    closeClient();
  }
}
