package gangway.xenstore;

import gangway.Problem;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * A connection to xenstored: sends a request, receives its reply, and queues the watch events that
 * arrive in between. A connection on which a request has failed is broken and refuses all others.
 * Not thread-safe.
 */
final class Connection implements AutoCloseable {
  /** A xenstored that does not answer within this time hangs. */
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(10);

  private final Path socket;
  private final SocketChannel channel;
  private final Selector selector;
  private final Deque<Message> events = new ArrayDeque<>();
  private final ByteBuffer header = ByteBuffer.allocate(Message.HEADER_BYTES);
  private ByteBuffer payload = ByteBuffer.allocate(0);
  private int lastRequest;

  /** Set while a message is awaited: after a failure, its reply could be taken for another one. */
  private boolean broken;

  Connection(Path socket) throws IOException {
    this.socket = socket;
    channel = SocketChannel.open(UnixDomainSocketAddress.of(socket));
    channel.configureBlocking(false);
    selector = Selector.open();
    channel.register(selector, SelectionKey.OP_READ);
  }

  /** Sends a request and returns its reply, which can be an error. */
  Message ask(Message.Type type, int transaction, String... words) {
    return replyTo(Message.of(type, ++lastRequest, transaction, words));
  }

  /** Requests to set a value and returns the reply, which can be an error. */
  Message write(int transaction, String path, String value) {
    return replyTo(Message.write(++lastRequest, transaction, path, value));
  }

  /** Whether a request has failed, so that this connection must not be used again. */
  boolean broken() {
    return broken;
  }

  /**
   * Whether a request can be sent: none has failed, and xenstored has not closed the connection
   * while nothing was asked, as it does when it ends. Queues the watch events that have arrived.
   */
  boolean usable() {
    broken = broken || closedByOther();
    return !broken;
  }

  private boolean closedByOther() {
    try {
      while (true) {
        Optional<Message> arrived = receive(System.nanoTime());
        if (arrived.isEmpty()) {
          return false;
        }
        if (arrived.get().type() != Message.Type.WATCH_EVENT) {
          return true;
        }
        events.add(arrived.get());
      }
    } catch (IOException | Problem unusable) {
      return true;
    }
  }

  private void begin() {
    if (broken) {
      throw lost(new IOException("an earlier request failed"));
    }
    broken = true;
  }

  private Message replyTo(Message question) {
    begin();
    try {
      send(question.encoded());
      long deadline = System.nanoTime() + ANSWER_LIMIT.toNanos();
      while (true) {
        Message message = receive(deadline).orElseThrow(this::silent);
        if (message.type() == Message.Type.WATCH_EVENT) {
          events.add(message);
        } else if (message.request() == question.request()) {
          broken = false;
          return message;
        } else {
          throw Message.broken("a reply without a request");
        }
      }
    } catch (IOException e) {
      throw lost(e);
    }
  }

  /** Waits for a watch event; empty if none arrives before the deadline (of System.nanoTime). */
  Optional<Message> event(long deadline) {
    if (!events.isEmpty()) {
      return Optional.of(events.remove());
    }
    begin();
    try {
      Optional<Message> message = receive(deadline);
      if (message.isPresent() && message.get().type() != Message.Type.WATCH_EVENT) {
        throw Message.broken("a reply without a request");
      }
      broken = false;
      return message;
    } catch (IOException e) {
      throw lost(e);
    }
  }

  void forgetEvents() {
    events.clear();
  }

  private void send(ByteBuffer bytes) throws IOException {
    // a request is smaller than every socket buffer, so this loop practically never spins
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  private Optional<Message> receive(long deadline) throws IOException {
    if (header.hasRemaining() && !fill(header, deadline)) {
      return Optional.empty();
    }
    if (payload.capacity() == 0) {
      payload = ByteBuffer.allocate(Message.payloadLength(header));
    }
    if (!fill(payload, deadline)) {
      return Optional.empty();
    }
    Message message = Message.decoded(header, payload.array());
    header.clear();
    payload = ByteBuffer.allocate(0);
    return Optional.of(message);
  }

  private boolean fill(ByteBuffer buffer, long deadline) throws IOException {
    while (buffer.hasRemaining()) {
      int read = channel.read(buffer);
      if (read < 0) {
        throw new IOException("xenstored closed the connection");
      }
      if (read == 0) {
        long left = (deadline - System.nanoTime()) / 1_000_000;
        if (left <= 0) {
          return false;
        }
        selector.select(left);
        selector.selectedKeys().clear();
      }
    }
    return true;
  }

  private Problem silent() {
    return Problem.failed(
        "xenstored does not answer",
        "check it with 'systemctl status xenstored xen' and 'xenstore-ls'",
        socket + ": no answer within " + ANSWER_LIMIT.toSeconds() + " s");
  }

  private Problem lost(IOException e) {
    return lost(socket, e);
  }

  static Problem lost(Path socket, IOException e) {
    return Problem.failed(
        "the connection to xenstored was lost",
        "check it with 'systemctl status xenstored xen' and 'xenstore-ls'",
        socket + ": " + e.getMessage());
  }

  @Override
  public void close() {
    try (channel;
        selector) {
      // closed in any case
    } catch (IOException e) {
      throw lost(e);
    }
  }
}
