package gangway.machine.capture;

import static org.assertj.core.api.Assertions.assertThat;

import gangway.Cases;
import gangway.json.JsonLine;
import gangway.json.JsonText;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Gives the same result as the parser, or no result. */
class PlainStringTest {

  @ParameterizedTest
  @ValueSource(strings = {"", "0\n", "DRIVER=e1000e\nPCI_ID=8086:10D3\n", "a\t\"b\" \\ c", "~ "})
  void writtenStringsAreRead(String text) {
    assertThat(read(JsonText.of(json -> json.value(text)))).contains(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "\"", "{}", "\"\\\"", "\"a", "\"\\u0041\"", "\"\\/\"", "\"ä\"", "\"\n\""})
  void otherStringsAreLeftToTheParser(String json) {
    assertThat(read(json)).isEmpty();
  }

  @Test
  void everyResultEqualsTheParsers() {
    Cases.each(
        2000,
        random -> {
          StringBuilder inside = new StringBuilder();
          for (int i = random.nextInt(12); i > 0; i--) {
            inside.append(
                Cases.oneOf(random, "a", "\\", "\"", "n", "\\n", "\\\\", "\n", "\\u0000"));
          }
          String json = "\"" + inside + "\"";
          read(json)
              .ifPresent(text -> {
                JsonLine parser = new JsonLine(json);
                assertThat(text).isEqualTo(parser.string());
              });
        });
  }

  private static Optional<String> read(String json) {
    return PlainString.read(json.getBytes(StandardCharsets.UTF_8));
  }
}
