package gangway.xenstore;

import gangway.Problem;
import gangway.Text;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * XenStore by xenstored's UNIX socket in dom0. After a failure, or if xenstored has closed the
 * connection meanwhile, the next request makes a new connection: xenstored then forgets the
 * transactions and watches of the old one. Not thread-safe.
 */
public final class SocketXenStore implements WritableXenStore, AutoCloseable {
  private static final int NO_TRANSACTION = 0;
  private static final int ATTEMPTS = 5;
  private static final int ATTEMPTS_TO_CHANGE = 50;
  private static final int MAX_PARTS = 1000;

  /** The interval of calls to a follower when nothing changes. */
  private static final Duration LOOK_UP = Duration.ofMinutes(1);

  private final Path socket;
  private Connection last;
  private int watches;

  private SocketXenStore(Path socket, Connection connection) {
    this.socket = socket;
    last = connection;
  }

  /**
   * Connects to xenstored.
   *
   * @throws IOException if no process listens on the socket, or the permission is missing
   */
  public static SocketXenStore connect(Path socket) throws IOException {
    return new SocketXenStore(socket, new Connection(socket));
  }

  /** The connection, or a new one if a request on the last one has failed or would fail. */
  private Connection connection() {
    if (!last.usable()) {
      try {
        last.close();
        last = new Connection(socket);
      } catch (IOException e) {
        throw Connection.lost(socket, e);
      }
    }
    return last;
  }

  private Transaction outside() {
    return new Transaction(connection(), NO_TRANSACTION, SocketXenStore::noPath);
  }

  @Override
  public Optional<String> read(String path) {
    return outside().read(path);
  }

  @Override
  public List<String> list(String path) {
    return outside().list(path);
  }

  @Override
  public <T> T consistently(Function<XenStoreView, T> look) {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      Transaction transaction = start(SocketXenStore::noPath);
      T seen = transaction.apply(look);
      if (transaction.end()) {
        return seen;
      }
    }
    return look.apply(this);
  }

  @Override
  public <T> T change(Function<XenStoreTransaction, T> change) {
    return attempt(change, SocketXenStore::noPath).orElseThrow(SocketXenStore::collided);
  }

  @Override
  public <T> T changeDespite(int domid, Function<XenStoreTransaction, T> change) {
    return attempt(change, SocketXenStore::noPath)
        .or(() -> attempt(change, path -> path.startsWith("/local/domain/" + domid + "/")))
        .orElseThrow(SocketXenStore::collided);
  }

  /**
   * Changes by a transaction; empty if every attempt collided.
   *
   * @param outside the paths that are read and written outside the transaction
   */
  private <T> Optional<T> attempt(
      Function<XenStoreTransaction, T> change, Predicate<String> outside) {
    for (int attempt = 0; attempt < ATTEMPTS_TO_CHANGE; attempt++) {
      Transaction transaction = start(outside);
      T done = transaction.apply(change);
      if (transaction.end()) {
        transaction.writeLater();
        return Optional.of(done);
      }
    }
    return Optional.empty();
  }

  /** No path is read and written outside a transaction. */
  private static boolean noPath(String path) {
    return false;
  }

  private static Problem collided() {
    return Problem.failed(
        "XenStore could not be changed",
        "find the process or guest that writes all the time: run 'xenstore-watch /' as root in"
            + " dom0",
        "%d attempts collided with changes of other writers".formatted(ATTEMPTS_TO_CHANGE));
  }

  @Override
  public <T> Optional<T> await(
      List<String> paths, Duration limit, Function<XenStoreView, Optional<T>> look) {
    long deadline = System.nanoTime() + limit.toNanos();
    Connection connection = connection();
    List<Watch> set = new ArrayList<>();
    try {
      watch(connection, paths, set);
      while (true) {
        // one look covers all events before it: a guest that writes all the time causes neither one
        // look for each write nor looks after the deadline
        connection.forgetEvents();
        Optional<T> seen = consistently(look);
        // every watch fires once when it is set; this first event only costs one more look
        if (seen.isPresent()
            || System.nanoTime() - deadline >= 0
            || connection.event(deadline).isEmpty()) {
          return seen;
        }
      }
    } finally {
      unwatch(connection, set);
    }
  }

  @Override
  public void follow(List<String> paths, Predicate<Set<String>> look) {
    Connection connection = connection();
    List<Watch> set = new ArrayList<>();
    try {
      watch(connection, paths, set);
      Set<String> changed = new LinkedHashSet<>();
      do {
        changed.clear();
        long soon = System.nanoTime() + LOOK_UP.toNanos();
        for (Optional<Message> event = connection.event(soon);
            event.isPresent();
            event = connection.event(System.nanoTime())) {
          changed.add(event.get().words().getFirst());
        }
      } while (look.test(changed));
    } finally {
      unwatch(connection, set);
    }
  }

  private void watch(Connection connection, List<String> paths, List<Watch> set) {
    for (String path : paths) {
      Watch watch = new Watch(path, "gangway-" + ++watches);
      set.add(watch);
      answer(connection.ask(Message.Type.WATCH, NO_TRANSACTION, watch.path, watch.token), path);
    }
  }

  /** A broken connection is closed, which removes its watches. */
  private static void unwatch(Connection connection, List<Watch> set) {
    if (!connection.broken()) {
      for (Watch watch : set) {
        connection.ask(Message.Type.UNWATCH, NO_TRANSACTION, watch.path, watch.token);
      }
      connection.forgetEvents();
    }
  }

  @Override
  public void close() {
    last.close();
  }

  private record Watch(String path, String token) {}

  private Transaction start(Predicate<String> outside) {
    Connection connection = connection();
    Message reply = answer(connection.ask(Message.Type.TRANSACTION_START, NO_TRANSACTION, ""), "");
    try {
      return new Transaction(
          connection,
          Integer.parseUnsignedInt(reply.words().isEmpty() ? "" : reply.words().getFirst()),
          outside);
    } catch (NumberFormatException e) {
      throw Message.broken("a transaction without a number");
    }
  }

  /** The tree within a transaction, or without one. */
  private static final class Transaction implements XenStoreTransaction {
    private final Connection connection;
    private final int number;
    private final Predicate<String> outside;

    /**
     * Changes outside the transaction, after it, because it can fail: values, or nothing for a node
     * to remove.
     */
    private final Map<String, Optional<String>> later = new LinkedHashMap<>();

    private Transaction(Connection connection, int number, Predicate<String> outside) {
      this.connection = connection;
      this.number = number;
      this.outside = outside;
    }

    /** Reads and writes; if that fails, the transaction is given up. */
    private <T> T apply(Function<? super Transaction, T> task) {
      try {
        return task.apply(this);
      } catch (RuntimeException | Error fault) {
        if (!connection.broken()) {
          connection.ask(Message.Type.TRANSACTION_END, number, "F");
        }
        throw fault;
      }
    }

    /** Ends it; returns false if a value that it read has changed in the meantime. */
    private boolean end() {
      Message reply = connection.ask(Message.Type.TRANSACTION_END, number, "T");
      if (isError(reply, "EAGAIN")) {
        return false;
      }
      answer(reply, "");
      return true;
    }

    private int number(String path) {
      return outside.test(path) ? NO_TRANSACTION : number;
    }

    @Override
    public Optional<String> read(String path) {
      if (later.containsKey(path)) {
        return later.getOrDefault(path, Optional.empty());
      }
      Message reply = connection.ask(Message.Type.READ, number(path), path);
      return isError(reply, "ENOENT")
          ? Optional.empty()
          : Optional.of(Text.of(answer(reply, path).text()));
    }

    @Override
    public List<String> list(String path) {
      Message reply = connection.ask(Message.Type.DIRECTORY, number(path), path);
      if (isError(reply, "ENOENT")) {
        return List.of();
      }
      return isError(reply, "E2BIG")
          ? listInParts(path, number(path))
          : answer(reply, path).words();
    }

    @Override
    public void write(String path, String value) {
      if (outside.test(path)) {
        later.put(path, Optional.of(value));
      } else {
        write(number, path, value);
      }
    }

    @Override
    public void remove(String path) {
      if (outside.test(path)) {
        later.put(path, Optional.empty());
      } else {
        remove(number, path);
      }
    }

    private void writeLater() {
      later.forEach((path, value) ->
          value.ifPresentOrElse(
              text -> write(NO_TRANSACTION, path, text), () -> remove(NO_TRANSACTION, path)));
    }

    private void write(int within, String path, String value) {
      answer(connection.write(within, path, value), path);
    }

    private void remove(int within, String path) {
      Message reply = connection.ask(Message.Type.REMOVE, within, path);
      if (!isError(reply, "ENOENT")) {
        answer(reply, path);
      }
    }

    /**
     * Lists a directory that does not fit into one message. Each part has a generation count and
     * names; an empty name ends the last part. If the directory changes in between, the listing
     * starts again.
     */
    private List<String> listInParts(String path, int transaction) {
      List<String> names = new ArrayList<>();
      String generation = "";
      int offset = 0;
      for (int part = 0; part < MAX_PARTS; part++) {
        Message reply =
            connection.ask(
                Message.Type.DIRECTORY_PART, transaction, path, Integer.toString(offset));
        if (isError(reply, "ENOENT")) {
          return List.of();
        }
        List<String> words = answer(reply, path).words();
        if (words.isEmpty()) {
          throw Message.broken("a part of a directory without its generation");
        }
        if (offset > 0 && !words.getFirst().equals(generation)) {
          names.clear();
          offset = 0;
          continue;
        }
        generation = words.getFirst();
        for (String name : words.subList(1, words.size())) {
          names.add(name);
          offset += name.getBytes(StandardCharsets.UTF_8).length + 1;
        }
        if (words.size() == 1 || reply.text().endsWith("\0\0")) {
          return List.copyOf(names);
        }
      }
      throw Message.broken("no end of the directory " + path);
    }
  }

  private static boolean isError(Message reply, String code) {
    return reply.type() == Message.Type.ERROR && reply.words().equals(List.of(code));
  }

  private static Message answer(Message reply, String path) {
    if (reply.type() != Message.Type.ERROR) {
      return reply;
    }
    throw Problem.failed(
        "xenstored refused a request",
        "check the path with 'xenstore-ls' as root in dom0",
        (path.isEmpty() ? "" : path + ": ") + String.join(" ", reply.words()));
  }
}
