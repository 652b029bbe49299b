package gangway.service.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/** Several answers share the bytes of one content, and none changes them for the others. */
class PayloadTest {
  private final Payload content = Payload.of("äöü".repeat(1000));

  @Test
  void eachReaderGetsAllBytes() throws IOException {
    for (int reader = 0; reader < 2; reader++) {
      assertThat(new String(bytes(content.plain()), StandardCharsets.UTF_8))
          .isEqualTo("äöü".repeat(1000));
      ByteArrayInputStream packed = new ByteArrayInputStream(bytes(content.compressed()));
      assertThat(new String(new GZIPInputStream(packed).readAllBytes(), StandardCharsets.UTF_8))
          .isEqualTo("äöü".repeat(1000));
    }
  }

  @Test
  void noReaderCanChangeTheBytes() {
    assertThat(content.plain().isReadOnly()).isTrue();
    assertThat(content.compressed().isReadOnly()).isTrue();
  }

  @Test
  void aShortContentIsNotWorthCompressing() {
    assertThat(content.isWorthCompressing()).isTrue();
    assertThat(Payload.of("[]").isWorthCompressing()).isFalse();
    assertThat(Payload.NONE.isEmpty()).isTrue();
  }

  private static byte[] bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return bytes;
  }
}
