package gangway.machine.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** The bytes, the end and the errors of a stream that another thread reads ahead. */
class ReadAheadTest {
  private static final byte[] LARGE = new byte[5_000_001];

  static {
    new Random(7).nextBytes(LARGE);
  }

  @Test
  void theBytesAreThoseOfTheStream() throws IOException {
    try (InputStream ahead = new ReadAhead(new ByteArrayInputStream(LARGE))) {
      assertThat(ahead.read()).isEqualTo(LARGE[0] & 0xff);
      assertThat(ahead.readAllBytes()).hasSize(LARGE.length - 1).endsWith(LARGE[LARGE.length - 1]);
      assertThat(ahead.read()).isEqualTo(-1);
      assertThat(ahead.read()).isEqualTo(-1);
    }
    try (InputStream ahead = new ReadAhead(new ByteArrayInputStream(LARGE))) {
      assertThat(ahead.readAllBytes()).isEqualTo(LARGE);
    }
  }

  @Test
  void anErrorComesAfterTheBytesBeforeIt() throws IOException {
    InputStream broken =
        new SequenceInputStream(
            new ByteArrayInputStream(LARGE), new BrokenStream(new IOException("no such sector")));
    try (InputStream ahead = new ReadAhead(broken)) {
      assertThat(ahead.readNBytes(LARGE.length)).isEqualTo(LARGE);
      assertThatThrownBy(ahead::read).hasMessage("no such sector");
    }
    try (InputStream ahead = new ReadAhead(new BrokenStream(new OutOfMemoryError("heap")))) {
      assertThatThrownBy(ahead::read).isInstanceOf(OutOfMemoryError.class);
    }
  }

  @Test
  void closingEndsTheThreadAlthoughMoreCouldBeRead() throws Exception {
    EndlessStream endless = new EndlessStream();
    InputStream ahead = new ReadAhead(endless);
    endless.begun.await();
    ahead.close();
    assertThat(endless.closed).isTrue();
    assertThat(endless.reader.get().isAlive()).isFalse();
  }

  private static final class BrokenStream extends InputStream {
    private final Throwable why;

    BrokenStream(Throwable why) {
      this.why = why;
    }

    @Override
    public int read() throws IOException {
      if (why instanceof Error error) {
        throw error;
      }
      throw (IOException) why;
    }

    @Override
    public int read(byte[] bytes, int from, int most) throws IOException {
      return read();
    }
  }

  private static final class EndlessStream extends InputStream {
    final CountDownLatch begun = new CountDownLatch(1);
    final AtomicReference<Thread> reader = new AtomicReference<>();
    final AtomicBoolean closed = new AtomicBoolean();

    @Override
    public int read() {
      return 0;
    }

    @Override
    public int read(byte[] bytes, int from, int most) {
      reader.set(Thread.currentThread());
      begun.countDown();
      return most;
    }

    @Override
    public void close() {
      closed.set(true);
    }
  }
}
