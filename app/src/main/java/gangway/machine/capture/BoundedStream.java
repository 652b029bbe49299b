package gangway.machine.capture;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A stream that may have so many bytes and no more. */
final class BoundedStream extends FilterInputStream {
  private long left;

  /** It has more. */
  static final class Exceeded extends RuntimeException {
    private static final long serialVersionUID = 1;

    Exceeded(long most) {
      super("more than " + most + " bytes when it is unpacked");
    }
  }

  private final long most;

  BoundedStream(InputStream stream, long most) {
    super(stream);
    this.most = most;
    left = most;
  }

  @Override
  public int read() throws IOException {
    int value = super.read();
    count(value < 0 ? 0 : 1);
    return value;
  }

  @Override
  public int read(byte[] bytes, int from, int length) throws IOException {
    int read = super.read(bytes, from, length);
    count(Math.max(0, read));
    return read;
  }

  private void count(int read) {
    left -= read;
    if (left < 0) {
      throw new Exceeded(most);
    }
  }
}
