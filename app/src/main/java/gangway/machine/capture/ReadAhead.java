package gangway.machine.capture;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * A stream that a thread reads ahead, up to {@value #CHUNKS} chunks of {@value #CHUNK_BYTES} bytes:
 * a third of the time for reading a large capture is for unpacking, and passes beside the parsing.
 * An error of the stream is thrown after the bytes before it.
 */
final class ReadAhead extends InputStream {
  private static final int CHUNKS = 16;
  private static final int CHUNK_BYTES = 1 << 16;

  private final InputStream stream;
  private final BlockingQueue<Chunk> ahead = new ArrayBlockingQueue<>(CHUNKS);
  private final Thread reader;

  /** The chunk that is returned now. */
  private Chunk current = new Bytes(ByteBuffer.allocate(0));

  private sealed interface Chunk {}

  private record Bytes(ByteBuffer bytes) implements Chunk {}

  private record End() implements Chunk {}

  private record Failed(Throwable why) implements Chunk {}

  /** Starts the thread, which ends with the stream or with {@link #close}. */
  ReadAhead(InputStream stream) {
    this.stream = stream;
    reader = Thread.ofPlatform().daemon().name("read ahead").start(this::readAll);
  }

  private void readAll() {
    try {
      Chunk chunk;
      do {
        chunk = chunk();
        ahead.put(chunk);
      } while (chunk instanceof Bytes);
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }

  private Chunk chunk() {
    try {
      byte[] bytes = new byte[CHUNK_BYTES];
      int count = stream.read(bytes);
      return count < 0 ? new End() : new Bytes(ByteBuffer.wrap(bytes, 0, count));
    } catch (IOException | RuntimeException | Error e) {
      return new Failed(e);
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int from, int most) throws IOException {
    Objects.checkFromIndexSize(from, most, target.length);
    while (most > 0 && current instanceof Bytes(ByteBuffer bytes) && !bytes.hasRemaining()) {
      try {
        current = ahead.take();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("interrupted");
      }
    }
    if (current instanceof Bytes(ByteBuffer bytes)) {
      int count = Math.min(most, bytes.remaining());
      bytes.get(target, from, count);
      return count;
    }
    if (current instanceof Failed(Throwable why)) {
      throw again(why);
    }
    return -1;
  }

  /** The error of the other thread, for this one. */
  private static IOException again(Throwable why) {
    return switch (why) {
      case IOException e -> e;
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      default -> new IOException(why);
    };
  }

  /** Ends the thread, and closes the stream. */
  @Override
  public void close() throws IOException {
    reader.interrupt();
    boolean interrupted = false;
    while (reader.isAlive()) {
      try {
        reader.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    stream.close();
  }
}
