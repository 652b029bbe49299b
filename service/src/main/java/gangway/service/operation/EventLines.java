package gangway.service.operation;

import gangway.json.JsonLine;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.function.Function;

/** Reads a file of lines that a command still writes. A line counts when it is complete. */
final class EventLines implements AutoCloseable {
  private static final int CHUNK = 16 * 1024;

  private final FileChannel channel;
  private final ByteArrayOutputStream begun = new ByteArrayOutputStream();
  private final ByteBuffer ahead = ByteBuffer.allocate(CHUNK).flip();

  EventLines(Path file) throws IOException {
    channel = FileChannel.open(file, StandardOpenOption.READ);
  }

  /** The next complete line, if there is one. */
  Optional<String> next() throws IOException {
    while (true) {
      while (ahead.hasRemaining()) {
        byte one = ahead.get();
        if (one == '\n') {
          String line = begun.toString(StandardCharsets.UTF_8);
          begun.reset();
          return Optional.of(line);
        }
        begun.write(one);
      }
      ahead.clear();
      int read = channel.read(ahead);
      ahead.flip();
      if (read <= 0) {
        return Optional.empty();
      }
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  /** The kind of an event; {@code unknown} for a line that is no event. */
  static String kind(String line) {
    String kind = member(line, "event").orElse("");
    return kind.matches("[a-z-]{1,40}") ? kind : "unknown";
  }

  /** The id of the operation that the first events name. */
  static Optional<String> operation(Path events) {
    return first(events, line -> member(line, "operation"));
  }

  /** What the first line tells in which something is found; empty if the command has not begun. */
  static Optional<String> first(Path events, Function<String, Optional<String>> find) {
    try (EventLines lines = new EventLines(events)) {
      for (Optional<String> line = lines.next(); line.isPresent(); line = lines.next()) {
        Optional<String> found = find.apply(line.get());
        if (found.isPresent()) {
          return found;
        }
      }
    } catch (IOException noEvents) {
      // the command has not begun
    }
    return Optional.empty();
  }

  private static Optional<String> member(String line, String name) {
    try {
      return Optional.of(new JsonLine(line).stringOf(name)).filter(text -> !text.isEmpty());
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
