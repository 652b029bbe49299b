package gangway.xen.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class GuestTypeTest {

  @ParameterizedTest
  @EnumSource
  void everyTypeIsReadFromTheWordItIsWrittenAs(GuestType type) {
    assertThat(GuestType.of(type.toString())).isEqualTo(type);
  }

  @ParameterizedTest
  @CsvSource({"pv, PV", "PVH, PVH", "Hvm, HVM"})
  void caseDoesNotMatter(String word, GuestType type) {
    assertThat(GuestType.of(word)).isEqualTo(type);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "invalid", "generic"})
  void anyOtherWordIsUnknown(String word) {
    assertThat(GuestType.of(word)).isEqualTo(GuestType.UNKNOWN);
  }
}
