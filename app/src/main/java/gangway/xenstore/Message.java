package gangway.xenstore;

import gangway.Problem;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * A message of XenStore's wire protocol: a header of four 32-bit numbers in the machine's byte
 * order (type, request, transaction, length of the payload), then the payload.
 *
 * @see <a href="https://xenbits.xen.org/docs/unstable/misc/xenstore.txt">docs/misc/xenstore.txt and
 *     xen/include/public/io/xs_wire.h in Xen's sources</a>
 */
final class Message {
  static final int HEADER_BYTES = 16;
  static final int MAX_PAYLOAD_BYTES = 4096;

  /** The types of messages that Gangway sends or receives, with their numbers on the wire. */
  enum Type {
    DIRECTORY(1),
    READ(2),
    WATCH(4),
    UNWATCH(5),
    TRANSACTION_START(6),
    TRANSACTION_END(7),
    WRITE(11),
    REMOVE(13),
    WATCH_EVENT(15),
    ERROR(16),
    DIRECTORY_PART(22);

    final int wire;

    Type(int wire) {
      this.wire = wire;
    }

    static Type of(int wire) {
      return Arrays.stream(values())
          .filter(type -> type.wire == wire)
          .findFirst()
          .orElseThrow(() -> broken("a message of the unknown type " + wire));
    }
  }

  private final Type type;
  private final int request;
  private final int transaction;
  private final byte[] payload;

  private Message(Type type, int request, int transaction, byte[] payload) {
    if (payload.length > MAX_PAYLOAD_BYTES) {
      throw broken("a message of " + payload.length + " bytes; the limit is 4096");
    }
    this.type = type;
    this.request = request;
    this.transaction = transaction;
    this.payload = payload;
  }

  /** A message whose payload is words, each terminated by NUL. */
  static Message of(Type type, int request, int transaction, String... words) {
    StringBuilder payload = new StringBuilder();
    for (String word : words) {
      payload.append(word).append('\0');
    }
    return new Message(
        type, request, transaction, payload.toString().getBytes(StandardCharsets.UTF_8));
  }

  /** A message that sets a path's value; the value extends to the end of the message. */
  static Message write(int request, int transaction, String path, String value) {
    return new Message(
        Type.WRITE, request, transaction, (path + '\0' + value).getBytes(StandardCharsets.UTF_8));
  }

  Type type() {
    return type;
  }

  /** The number of the request, which the reply repeats. */
  int request() {
    return request;
  }

  /** The payload as text. */
  String text() {
    return new String(payload, StandardCharsets.UTF_8);
  }

  /** The payload's words, each terminated by NUL, which may be missing after the last one. */
  List<String> words() {
    return payload.length == 0 ? List.of() : List.of(text().split("\0"));
  }

  ByteBuffer encoded() {
    return ByteBuffer.allocate(HEADER_BYTES + payload.length)
        .order(ByteOrder.nativeOrder())
        .putInt(type.wire)
        .putInt(request)
        .putInt(transaction)
        .putInt(payload.length)
        .put(payload)
        .flip();
  }

  /** The length of the payload after a header. */
  static int payloadLength(ByteBuffer header) {
    int length = header.order(ByteOrder.nativeOrder()).getInt(12);
    if (length < 0 || length > MAX_PAYLOAD_BYTES) {
      throw broken("a message that claims " + Integer.toUnsignedString(length) + " bytes");
    }
    return length;
  }

  static Message decoded(ByteBuffer header, byte[] payload) {
    header.order(ByteOrder.nativeOrder());
    return new Message(Type.of(header.getInt(0)), header.getInt(4), header.getInt(8), payload);
  }

  static Problem broken(String what) {
    return Problem.failed(
        "xenstored sent " + what,
        "see the log of xenstored; Gangway changed nothing because of this reply");
  }
}
