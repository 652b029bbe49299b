package gangway.machine.capture;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;

/** The lines of a stream, each its bytes without the line end; so many bytes and no more. */
final class CaptureLines {
  private final InputStream stream;
  private final long most;
  private byte[] buffer = new byte[1 << 16];
  private int from;
  private int end;
  private long read;

  /** There are more. */
  static final class TooMany extends RuntimeException {
    private static final long serialVersionUID = 1;

    TooMany(long most) {
      super("more than " + most + " bytes when it is unpacked");
    }
  }

  /** The last line has no end. */
  static final class Unfinished extends EOFException {
    private static final long serialVersionUID = 1;
  }

  CaptureLines(InputStream stream, long most) {
    this.stream = stream;
    this.most = most;
  }

  /** The next line; nothing at the end of the stream. */
  Optional<byte[]> next() throws IOException {
    int stop = lineEnd(from);
    while (stop == end) {
      int known = end - from;
      if (!fill()) {
        if (known > 0) {
          throw new Unfinished();
        }
        return Optional.empty();
      }
      stop = lineEnd(from + known);
    }
    byte[] line = Arrays.copyOfRange(buffer, from, stop);
    from = stop + 1;
    return Optional.of(line);
  }

  /** Where the line ends; the end of what is known if it goes on behind that. */
  private int lineEnd(int start) {
    byte[] bytes = buffer;
    int stop = end;
    for (int i = start; i < stop; i++) {
      if (bytes[i] == '\n') {
        return i;
      }
    }
    return stop;
  }

  /** Reads on behind what is left; the line it begins may be longer than all before. */
  private boolean fill() throws IOException {
    System.arraycopy(buffer, from, buffer, 0, end - from);
    end -= from;
    from = 0;
    if (end == buffer.length) {
      buffer = Arrays.copyOf(buffer, 2 * buffer.length);
    }
    int count = stream.read(buffer, end, buffer.length - end);
    if (count <= 0) {
      return false;
    }
    end += count;
    read += count;
    if (read > most) {
      throw new TooMany(most);
    }
    return true;
  }
}
