package gangway.machine.capture;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;

/** The lines of a stream as bytes without the line ends, up to a maximum number of bytes. */
final class CaptureLines {
  private final InputStream stream;
  private final long most;
  private byte[] buffer = new byte[1 << 16];
  private int from;
  private int end;
  private long read;

  /** The stream has more bytes. */
  static final class TooMany extends RuntimeException {
    private static final long serialVersionUID = 1;

    TooMany(long most) {
      super("more than " + most + " bytes when unpacked");
    }
  }

  /** The last line has no line end. */
  static final class Unfinished extends EOFException {
    private static final long serialVersionUID = 1;
  }

  CaptureLines(InputStream stream, long most) {
    this.stream = stream;
    this.most = most;
  }

  /** The next line; empty at the end of the stream. */
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

  /** The position of the line end; the end of the buffer if the line continues after it. */
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

  /**
   * Reads more bytes. If the buffer is full, moves the current line to its begin, or doubles the
   * buffer if the line fills it: the time stays proportional to the length of the line, although
   * the stream returns small chunks.
   */
  private boolean fill() throws IOException {
    if (end == buffer.length && from > 0) {
      System.arraycopy(buffer, from, buffer, 0, end - from);
      end -= from;
      from = 0;
    } else if (end == buffer.length) {
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
