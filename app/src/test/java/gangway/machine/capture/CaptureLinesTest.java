package gangway.machine.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import gangway.Cases;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CaptureLinesTest {
  private static final int MAX = 1 << 20;

  private static List<String> lines(String text, int most) {
    try {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      CaptureLines lines = new CaptureLines(new Trickle(bytes), most);
      List<String> read = new ArrayList<>();
      for (Optional<byte[]> line = lines.next(); line.isPresent(); line = lines.next()) {
        read.add(new String(line.get(), StandardCharsets.UTF_8));
      }
      return read;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns fewer bytes than requested, like a decompressing stream. */
  private static final class Trickle extends ByteArrayInputStream {
    private final Random random = new Random(1);

    Trickle(byte[] bytes) {
      super(bytes);
    }

    @Override
    public synchronized int read(byte[] into, int from, int length) {
      return super.read(into, from, Math.min(length, 1 + random.nextInt(40_000)));
    }
  }

  @Test
  void linesOfAnyLengthAreReturnedUnchanged() {
    Cases.each(
        60,
        random -> {
          List<String> written = new ArrayList<>();
          for (int i = random.nextInt(40); i > 0; i--) {
            int longest = random.nextInt(8) == 0 ? 200_000 : 5_000;
            written.add(Character.toString('a' + i % 26).repeat(random.nextInt(longest)));
          }
          String text = String.join("\n", written) + (written.isEmpty() ? "" : "\n");
          assertThat(lines(text, 8 * MAX)).isEqualTo(written);
        });
  }

  @Test
  void aLastLineWithoutALineEndIsUnfinished() {
    assertThat(lines("", MAX)).isEmpty();
    assertThat(lines("\n\n", MAX)).containsExactly("", "");
    assertThatExceptionOfType(UncheckedIOException.class)
        .isThrownBy(() -> lines("a\nb", MAX))
        .withCauseInstanceOf(CaptureLines.Unfinished.class);
  }

  @Test
  void moreBytesThanTheMaximumAreAnError() {
    assertThat(lines("a".repeat(MAX - 1) + "\n", MAX)).hasSize(1);
    assertThatExceptionOfType(CaptureLines.TooMany.class)
        .isThrownBy(() -> lines("a".repeat(MAX) + "\n", MAX));
    assertThatExceptionOfType(CaptureLines.TooMany.class)
        .isThrownBy(() -> lines("a\n".repeat(MAX), MAX));
  }
}
