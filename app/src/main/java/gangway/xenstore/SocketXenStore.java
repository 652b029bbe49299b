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

/** XenStore by xenstored's UNIX socket in dom0. Not thread-safe. */
public final class SocketXenStore implements WritableXenStore, AutoCloseable {
  private static final int NO_TRANSACTION = 0;
  private static final int ATTEMPTS = 5;
  private static final int ATTEMPTS_TO_CHANGE = 50;
  private static final int MAX_PARTS = 1000;

  /** The interval of calls to a follower when nothing changes. */
  private static final Duration LOOK_UP = Duration.ofMinutes(1);

  private final Connection connection;
  private final XenStoreView outside = new Transaction(NO_TRANSACTION, SocketXenStore::noPath);
  private int watches;

  private SocketXenStore(Connection connection) {
    this.connection = connection;
  }

  /**
   * Connects to xenstored.
   *
   * @throws IOException if no process listens on the socket, or the permission is missing
   */
  public static SocketXenStore connect(Path socket) throws IOException {
    return new SocketXenStore(new Connection(socket));
  }

  @Override
  public Optional<String> read(String path) {
    return outside.read(path);
  }

  @Override
  public List<String> list(String path) {
    return outside.list(path);
  }

  @Override
  public <T> T consistently(Function<XenStoreView, T> look) {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      int transaction = startTransaction();
      T seen = look.apply(new Transaction(transaction, SocketXenStore::noPath));
      if (endTransaction(transaction)) {
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
      Transaction transaction = new Transaction(startTransaction(), outside);
      T done;
      try {
        done = change.apply(transaction);
      } catch (RuntimeException | Error e) {
        connection.ask(Message.Type.TRANSACTION_END, transaction.number, "F");
        throw e;
      }
      if (endTransaction(transaction.number)) {
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
    List<Watch> set = new ArrayList<>();
    try {
      watch(paths, set);
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
      unwatch(set);
    }
  }

  @Override
  public void follow(List<String> paths, Predicate<Set<String>> look) {
    List<Watch> set = new ArrayList<>();
    try {
      watch(paths, set);
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
      unwatch(set);
    }
  }

  private void watch(List<String> paths, List<Watch> set) {
    for (String path : paths) {
      Watch watch = new Watch(path, "gangway-" + ++watches);
      answer(connection.ask(Message.Type.WATCH, NO_TRANSACTION, watch.path, watch.token), path);
      set.add(watch);
    }
  }

  private void unwatch(List<Watch> set) {
    for (Watch watch : set) {
      connection.ask(Message.Type.UNWATCH, NO_TRANSACTION, watch.path, watch.token);
    }
    connection.forgetEvents();
  }

  @Override
  public void close() {
    connection.close();
  }

  private record Watch(String path, String token) {}

  private int startTransaction() {
    Message reply = answer(connection.ask(Message.Type.TRANSACTION_START, NO_TRANSACTION, ""), "");
    try {
      return Integer.parseUnsignedInt(reply.words().isEmpty() ? "" : reply.words().getFirst());
    } catch (NumberFormatException e) {
      throw Message.broken("a transaction without a number");
    }
  }

  /** Ends a transaction; returns false if a value that it read has changed in the meantime. */
  private boolean endTransaction(int transaction) {
    Message reply = connection.ask(Message.Type.TRANSACTION_END, transaction, "T");
    if (isError(reply, "EAGAIN")) {
      return false;
    }
    answer(reply, "");
    return true;
  }

  /** The tree within a transaction, or without one. */
  private final class Transaction implements XenStoreTransaction {
    private final int number;
    private final Predicate<String> outside;

    /** Writes outside the transaction: after it, because it can fail. */
    private final Map<String, String> later = new LinkedHashMap<>();

    private Transaction(int number, Predicate<String> outside) {
      this.number = number;
      this.outside = outside;
    }

    private int number(String path) {
      return outside.test(path) ? NO_TRANSACTION : number;
    }

    @Override
    public Optional<String> read(String path) {
      if (later.containsKey(path)) {
        return Optional.ofNullable(later.get(path));
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
        later.put(path, value);
      } else {
        answer(connection.write(number, path, value), path);
      }
    }

    private void writeLater() {
      later.forEach((path, value) -> answer(connection.write(NO_TRANSACTION, path, value), path));
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
          connection.ask(Message.Type.DIRECTORY_PART, transaction, path, Integer.toString(offset));
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
