package gangway.xen.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class XenbusStateTest {

  @ParameterizedTest
  @CsvSource({
    "1, 1 initialising",
    "2, 2 init-wait",
    "3, 3 initialised",
    "4, 4 connected",
    "5, 5 closing",
    "6, 6 closed",
    "7, 7 reconfiguring",
    "8, 8 reconfigured"
  })
  void everyNumberHasItsName(String value, String text) {
    assertThat(XenbusState.of(value)).hasToString(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0", "9", "-1", "04", " 4", "4\n", "connected", "٤"})
  void otherValuesOfAGuestAreUnknown(String value) {
    assertThat(XenbusState.of(value)).isEqualTo(XenbusState.UNKNOWN);
  }
}
