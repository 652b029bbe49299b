package gangway.json;

import static org.assertj.core.api.Assertions.assertThat;

import gangway.attack.Attack;
import gangway.attack.Party;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Attack({Party.GUEST, Party.OTHER_HOST})
class JsonTextTest {

  @ParameterizedTest
  @CsvSource({
    "'plain Caf\u00e9', 'plain Caf\u00e9'",
    "'\u001b', '\\u001b'",
    "'\u007f', '\\u007f'",
    "'\u009b31m', '\\u009b31m'",
    "'\u202eevil', '\\u202eevil'",
    "'\uDB40\uDC41', '\\udb40\\udc41'",
    "'\uD83D\uDE00', '\uD83D\uDE00'",
    "'\uDCFF', '\\udcff'"
  })
  void whatATerminalDoesNotShowIsEscaped(String text, String written) {
    assertThat(JsonText.of(json -> json.value(text))).isEqualTo('"' + written + '"');
    assertThat(new JsonLine('"' + written + '"').string()).isEqualTo(text);
  }
}
