package gangway.toolstack;

import static gangway.pci.Examples.address;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PciSpecTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "09:00.0",
        "0000:09:00.0",
        "9:0.0",
        "0:9:0.0",
        "00000:009:000.00",
        "09:00.0@1f",
        "09:00.0,permissive=1,msitranslate=0",
        "09:00.0@7,permissive=1",
        " 09:00.0 , permissive=1",
        "bdf=09:00.0",
        "permissive=1,bdf=0000:09:00.0"
      })
  void theFunctionIsFoundInEveryFormXlKnows(String text) {
    assertThat(new PciSpec(text).function()).contains(address("09:00.0"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ",",
        "name=nic",
        "09:00.*",
        "09:00",
        "09:00.8",
        "09:20.0",
        "100:00.0",
        "10000:09:00.0",
        "pci_0000_09_00_0",
        "vif0",
        "bdf="
      })
  void otherwiseNoFunctionIsNamed(String text) {
    assertThat(new PciSpec(text).function()).isEmpty();
  }
}
