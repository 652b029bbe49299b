package gangway.pci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import gangway.Cases;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeviceIdTest {

  @Test
  void anIdIsReadInBothCasesAndWrittenInLowerCase() {
    assertThat(DeviceId.parse("8086:10D3")).contains(new DeviceId(0x8086, 0x10d3));
    assertThat(new DeviceId(0x8086, 0x10d3)).hasToString("8086:10d3");
    assertThat(new DeviceId(0x1, 0xb)).hasToString("0001:000b");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "8086", "8086:", "8086:10d", "8086:10d3a", "8086 10d3", "80g6:10d3"})
  void invalidIdsAreNotRead(String text) {
    assertThat(DeviceId.parse(text)).isEmpty();
  }

  @Test
  void everyWrittenIdIsReadBack() {
    Cases.each(
        500,
        random -> {
          DeviceId id = new DeviceId(random.nextInt(0x10000), random.nextInt(0x10000));
          assertThat(DeviceId.parse(id.toString())).contains(id);
        });
  }

  @Test
  void anIdOutOfRangeIsRejected() {
    assertThatIllegalArgumentException().isThrownBy(() -> new DeviceId(0x10000, 0));
    assertThatIllegalArgumentException().isThrownBy(() -> new DeviceId(0, -1));
  }
}
