package gangway.xenstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import gangway.Cases;
import gangway.Problem;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MessageTest {

  @Test
  void aMessageIsFourNumbersInTheMachinesByteOrderAndItsWords() {
    ByteBuffer bytes =
        Message.of(Message.Type.READ, 3, 9, "/tool").encoded().order(ByteOrder.nativeOrder());
    assertThat(bytes.getInt()).isEqualTo(2);
    assertThat(bytes.getInt()).isEqualTo(3);
    assertThat(bytes.getInt()).isEqualTo(9);
    assertThat(bytes.getInt()).isEqualTo(6);
    byte[] payload = new byte[bytes.remaining()];
    bytes.get(payload);
    assertThat(payload).isEqualTo("/tool\0".getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void everyWrittenMessageIsParsedUnchanged() {
    Cases.each(
        1000,
        random -> {
          Message.Type type = Cases.oneOf(random, Message.Type.values());
          int request = random.nextInt();
          String[] words =
              IntStream.range(0, random.nextInt(5))
                  .mapToObj(i -> word(random))
                  .toArray(String[]::new);
          ByteBuffer bytes = Message.of(type, request, random.nextInt(), words).encoded();
          Message read = read(bytes);
          assertThat(read.type()).isEqualTo(type);
          assertThat(read.request()).isEqualTo(request);
          assertThat(read.words()).containsExactly(words);
          assertThat(read.encoded()).isEqualTo(bytes.rewind());
        });
  }

  @Test
  void theLastTerminatorMayBeMissing() {
    byte[] payload = "one\0two".getBytes(StandardCharsets.UTF_8);
    ByteBuffer header =
        ByteBuffer.wrap(FakeXenstored.header(FakeXenstored.DIRECTORY, 1, 0, payload.length));
    assertThat(Message.decoded(header, payload).words()).containsExactly("one", "two");
    assertThat(Message.decoded(header, new byte[0]).words()).isEmpty();
  }

  @Test
  void bytesThatAreNotUtf8AreReplaced() {
    ByteBuffer header = ByteBuffer.wrap(FakeXenstored.header(FakeXenstored.READ, 1, 0, 3));
    assertThat(Message.decoded(header, new byte[] {'a', (byte) 0xfe, 'b'}).text())
        .isEqualTo("a\ufffdb");
  }

  @Test
  void aLengthBeyondTheLimitIsRefused() {
    for (int length : new int[] {4097, 0x7fffffff, -1, 0x80000000}) {
      ByteBuffer header = ByteBuffer.wrap(FakeXenstored.header(2, 1, 0, length));
      Problem problem = catchThrowableOfType(Problem.class, () -> Message.payloadLength(header));
      assertThat(problem.blocker()).contains(Integer.toUnsignedString(length));
    }
    assertThat(Message.payloadLength(ByteBuffer.wrap(FakeXenstored.header(2, 1, 0, 4096))))
        .isEqualTo(4096);
  }

  @Test
  void anUnknownTypeIsRefused() {
    ByteBuffer header = ByteBuffer.wrap(FakeXenstored.header(99, 1, 0, 0));
    assertThatThrownBy(() -> Message.decoded(header, new byte[0]))
        .isInstanceOf(Problem.class)
        .hasMessageContaining("unknown type 99");
  }

  @Test
  void aRequestBeyondTheLimitIsNotSent() {
    assertThatThrownBy(() -> Message.of(Message.Type.READ, 1, 0, "x".repeat(4096)))
        .isInstanceOf(Problem.class);
  }

  private static Message read(ByteBuffer bytes) {
    ByteBuffer header = bytes.slice(0, Message.HEADER_BYTES);
    byte[] payload = new byte[Message.payloadLength(header)];
    bytes.get(Message.HEADER_BYTES, payload);
    return Message.decoded(header, payload);
  }

  /** A word that is not empty, because an empty last word is the same as no word. */
  private static String word(Random random) {
    return random
        .ints(1 + random.nextInt(20), 1, 0x250)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }
}
