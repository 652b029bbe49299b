package gangway.machine.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gangway.json.JsonLine;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The places that are read without a parser. */
class PlainPlaceTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"list\":\"a/b c/d\"}",
        "{\"link\":\"e1000e\"}",
        "{\"real\":\"/sys/devices/x\"}",
        "{\"list\":\"a\",\"real\":\"/a \\\"b\\\"\"}",
        "{\"real\":\"/x\",\"link\":\"y\",\"list\":\"z\"}",
      })
  void isWhatTheParserReads(String json) {
    assertThat(PlainPlace.read(bytes(json))).contains(Place.read(new JsonLine(json)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "\"text\"",
        "{\"text\":\"a\"}",
        "{\"there\":true}",
        "{\"list\":\"a\",\"list\":\"b\"}",
        "{\"list\":\"\u00e9\"}",
        "{\"list\":\"\\u0061\"}",
        "{ \"list\":\"a\"}",
        "{\"list\":\"a\"",
        "{\"list\":{\"a\":\"b\"}}",
        "{\"refused\":\"a\",\"remedy\":\"b\"}",
      })
  void leavesTheRestToTheParser(String json) {
    assertThat(PlainPlace.read(bytes(json))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"list\":\"\"}",
        "{\"list\":\"a/../b\"}",
        "{\"link\":\"..\"}",
        "{\"real\":\"x\"}"
      })
  void refusesInvalidNames(String json) {
    assertThatThrownBy(() -> PlainPlace.read(bytes(json)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Place.read(new JsonLine(json)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static byte[] bytes(String json) {
    return json.getBytes(StandardCharsets.UTF_8);
  }
}
