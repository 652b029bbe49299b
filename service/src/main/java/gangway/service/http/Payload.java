package gangway.service.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;

/** The bytes of an answer. Several answers can share them: they are compressed only once. */
public final class Payload {
  public static final Payload NONE = new Payload(ByteBuffer.allocate(0));

  /** Below this size compressing costs more than it saves. */
  private static final int WORTH_COMPRESSING = 1400;

  private final ByteBuffer plain;
  // guarded by this
  private Optional<ByteBuffer> compressed = Optional.empty();

  private Payload(ByteBuffer plain) {
    this.plain = plain;
  }

  public static Payload of(String text) {
    return new Payload(StandardCharsets.UTF_8.encode(text));
  }

  static Payload of(byte[] bytes) {
    return new Payload(ByteBuffer.wrap(bytes));
  }

  boolean isEmpty() {
    return !plain.hasRemaining();
  }

  boolean isWorthCompressing() {
    return plain.remaining() >= WORTH_COMPRESSING;
  }

  /** The bytes, to be read once. */
  ByteBuffer plain() {
    return plain.asReadOnlyBuffer();
  }

  /** The bytes in the format of gzip, to be read once. */
  synchronized ByteBuffer compressed() {
    ByteBuffer known = compressed.orElseGet(this::compress);
    compressed = Optional.of(known);
    return known.asReadOnlyBuffer();
  }

  private ByteBuffer compress() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(plain.remaining() / 4);
    try (WritableByteChannel zip = Channels.newChannel(new GZIPOutputStream(bytes))) {
      zip.write(plain());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return ByteBuffer.wrap(bytes.toByteArray());
  }
}
