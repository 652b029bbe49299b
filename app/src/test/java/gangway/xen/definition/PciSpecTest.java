package gangway.xen.definition;

import static gangway.pci.Examples.address;
import static org.assertj.core.api.Assertions.assertThat;

import gangway.pci.PciAddress;
import gangway.xen.definition.PciSpec.Target;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Accepts and refuses exactly what xl 4.17 accepts and refuses. */
class PciSpecTest {
  private static final PciAddress NINE = address("09:00.0");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "09:00.0",
        "0000:09:00.0",
        "9:0.0",
        "0:9:0.0",
        "00000:009:000.00",
        "9: 0.\t0",
        "9:0x0.+0",
        "9:-0.0x",
        "100000009:0.0",
        "9:ffffffff00000000.0",
        "09:00.0,",
        "09:00.0@1f",
        "09:00.0@0x7,permissive=1",
        "09:00.0,permissive=1,msitranslate=0",
        "bdf=09:00.0",
        "bdf=09:00.0@7 and whatever else",
        "permissive=1,bdf=0000:09:00.0",
        "0a:00.0,bdf=09:00.0",
        "bdf=0a:00.*,bdf=09:00.0",
      })
  void theFunctionIsFoundInEveryFormOfXl(String text) {
    assertThat(spec(text).function()).contains(NINE);
    assertThat(spec(text).includes(NINE)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ",",
        "09:00",
        "0000:09:00",
        "09:00.8",
        "09:20.0",
        "-9:0.0",
        "100:00.0",
        "10000:09:00.0",
        "fffffffffffffffff:0.0",
        "1:2:3:4.0",
        "9::0.0",
        "0x9:0.0",
        " 09:00.0",
        "09:00.0 ",
        "09:00.0 , permissive=1",
        "09:00.0,,permissive=1",
        "09:00.0,permissive",
        "09:00.0,Permissive=1",
        "09:00.0,power_management=1",
        "09:00.0,rdm_policy=none",
        "09:00.0@",
        "09:00.0@20",
        "09:00.0@7x",
        "09:00.0,vslot=",
        "09:00.0,name=nic",
        "pci_0000_09_00_0",
        "permissive=1",
        "bdf=",
        "bdf= 9:0.0",
        "12"
      })
  void formsThatXlRefusesAreRefused(String text) {
    assertThat(PciSpec.parse(text, PciOptions.NONE)).isEmpty();
  }

  @Test
  void allFunctionsOfADeviceAreNotASingleFunction() {
    PciSpec spec = spec("09:00.*");
    assertThat(spec).hasToString("0000:09:00.*");
    assertThat(spec.function()).isEmpty();
    assertThat(spec.includes(NINE)).isTrue();
    assertThat(spec.includes(address("09:00.7"))).isTrue();
    assertThat(spec.includes(address("09:01.0"))).isFalse();
  }

  @Test
  void theLastOfSeveralNamesCounts() {
    assertThat(spec("name=a,permissive=1,name=nic").target()).isEqualTo(new Target.Named("nic"));
    assertThat(spec("name=").target()).isEqualTo(new Target.Named(""));
  }

  @Test
  void optionsAreNumbersAndWordsCountAsZero() {
    assertThat(spec("9:0.0,permissive=1,msitranslate=-1,power_mgmt= 2x,seize=4294967297").options())
        .isEqualTo(new PciOptions(true, true, true, true, false));
    assertThat(spec("9:0.0,permissive=yes,msitranslate=,seize=4294967296,power_mgmt=00").options())
        .isEqualTo(PciOptions.NONE);
    assertThat(spec("9:0.0,rdm_policy=RELAXED").options().relaxed()).isTrue();
    assertThat(spec("9:0.0,rdm_policy=relaxed,rdm_policy=Strict").options().relaxed()).isFalse();
  }

  @Test
  void missingOptionsHaveTheGlobalDefaults() {
    PciOptions permissive = new PciOptions(true, false, false, false, false);
    assertThat(PciSpec.parse("9:0.0,seize=1", permissive))
        .contains(
            new PciSpec(
                new Target.One(NINE),
                OptionalInt.empty(),
                new PciOptions(true, false, false, true, false)));
    assertThat(PciSpec.parse("9:0.0,permissive=0", permissive).map(PciSpec::options))
        .contains(PciOptions.NONE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "9:0.0 | 0000:09:00.0",
        "a:4.*@5 | 0000:0a:04.*@05",
        "9:0.0@1f,vslot=3zz | 0000:09:00.0@03",
        "name=nic,power_mgmt=1 | name=nic,power_mgmt=1",
        "9:0.0,seize=1,permissive=2 | 0000:09:00.0,permissive=1,seize=1",
      })
  void theTextIsTheShortestForm(String text, String shortest) {
    assertThat(spec(text)).hasToString(shortest);
    assertThat(PciSpec.parse(shortest, PciOptions.NONE)).isEqualTo(Optional.of(spec(text)));
  }

  private static PciSpec spec(String text) {
    return PciSpec.parse(text, PciOptions.NONE).orElseThrow();
  }
}
