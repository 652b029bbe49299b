package gangway.machine.capture;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;

/** The lines of a stream, each its bytes without the line end; so many bytes and no more. */
final class CaptureLines {
  private final InputStream stream;
  private final long most;
  private final byte[] buffer = new byte[1 << 16];
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
    if (from >= end && !fill()) {
      return Optional.empty();
    }
    int stop = lineEnd();
    byte[] start = Arrays.copyOfRange(buffer, from, stop);
    from = stop + 1;
    return Optional.of(stop < end ? start : longer(start));
  }

  /** A line that goes on behind the buffer. */
  private byte[] longer(byte[] start) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream(2 * buffer.length);
    line.writeBytes(start);
    while (fill()) {
      int stop = lineEnd();
      line.write(buffer, 0, stop);
      from = stop + 1;
      if (stop < end) {
        return line.toByteArray();
      }
    }
    throw new Unfinished();
  }

  private int lineEnd() {
    byte[] bytes = buffer;
    int stop = end;
    for (int i = from; i < stop; i++) {
      if (bytes[i] == '\n') {
        return i;
      }
    }
    return stop;
  }

  private boolean fill() throws IOException {
    int count = stream.read(buffer);
    from = 0;
    end = Math.max(0, count);
    read += end;
    if (read > most) {
      throw new TooMany(most);
    }
    return count > 0;
  }
}
