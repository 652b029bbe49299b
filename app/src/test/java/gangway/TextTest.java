package gangway;

import static org.assertj.core.api.Assertions.assertThat;

import gangway.json.JsonLine;
import gangway.json.JsonText;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class TextTest {

  @Test
  void invalidBytesAreReplaced() {
    assertThat(Text.of(new byte[] {'a', (byte) 0xe9, 0, 'b'})).isEqualTo("a\ufffd\ufffdb");
  }

  /** JSON can contain them, paths and arguments cannot. */
  @Test
  void loneSurrogatesAndNulAreReplaced() {
    assertThat(Text.of("a\0b\ud800c\udc00\ud83d\ude00\ud83d"))
        .isEqualTo("a\ufffdb\ufffdc\ufffd\ud83d\ude00\ufffd");
  }

  @Test
  void exactTextIsWrittenWithItsOriginalBytes() {
    Cases.each(
        2000,
        random -> {
          byte[] bytes = new byte[random.nextInt(40)];
          random.nextBytes(bytes);
          for (int i = 0; i + 5 < bytes.length; i += 8) {
            byte[] letter =
                Cases.oneOf(random, "\u00e9", "\u20ac", "\ud83d\ude00", "\0a")
                    .getBytes(StandardCharsets.UTF_8);
            System.arraycopy(letter, 0, bytes, i, letter.length);
          }
          assertThat(Text.bytes(Text.exact(bytes))).isEqualTo(bytes);
        });
  }

  @Test
  void validTextIsUnchanged() {
    String text = "a\u00e9\u20ac\ud83d\ude00\r\n";
    assertThat(Text.exact(text.getBytes(StandardCharsets.UTF_8))).isEqualTo(text);
    assertThat(Text.bytes(text)).isEqualTo(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void aJournalKeepsInvalidBytes() {
    String text = Text.exact(new byte[] {'"', (byte) 0xe9, 0, '\n', (byte) 0xff, (byte) 0xf0});
    String line = JsonText.of(json -> json.value(text));
    assertThat(line).isPrintable();
    assertThat(new JsonLine(line.getBytes(StandardCharsets.UTF_8)).string()).isEqualTo(text);
  }

  @Test
  void digitsAreANumberAndNothingElse() {
    assertThat(Text.digits("007", 3)).hasValue(7);
    assertThat(Text.digits("999999999", 9)).hasValue(999_999_999);
    assertThat(Text.longDigits("999999999999999", 15)).hasValue(999_999_999_999_999L);
    for (String none : List.of("", "1234", "+1", "-1", " 1", "1 ", "\u0661")) {
      assertThat(Text.digits(none, 3)).as(none).isEmpty();
    }
  }
}
