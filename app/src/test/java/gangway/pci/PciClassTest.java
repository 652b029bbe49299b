package gangway.pci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PciClassTest {

  @ParameterizedTest
  @CsvSource({
    "000000, old",
    "010802, storage",
    "020000, network",
    "030000, display",
    "040300, multimedia",
    "060400, bridge",
    "070002, communication",
    "0c0330, usb",
    "0c0500, serial",
    "0d8000, wireless",
    "120000, accelerator",
    "130000, instrument",
    "140000, other",
    "ff0000, other"
  })
  void everyClassHasAWord(String code, String word) {
    assertThat(new PciClass(Integer.parseInt(code, 16)).word()).isEqualTo(word);
  }

  @Test
  void aClassHasBaseClassSubclassAndInterface() {
    PciClass xhci = new PciClass(0x0c0330);
    assertThat(xhci.base()).isEqualTo(0x0c);
    assertThat(xhci.withSubclass()).isEqualTo(0x0c03);
    assertThat(xhci.interfaceCode()).isEqualTo(0x30);
    assertThat(xhci).hasToString("0c0330");
  }

  @Test
  void onlyBaseClass06IsABridge() {
    assertThat(new PciClass(0x060400).bridge()).isTrue();
    assertThat(new PciClass(0x020600).bridge()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"network", "Network", "02", "0200", "020000"})
  void aClassMatchesItsWordAndItsDigits(String wanted) {
    assertThat(new PciClass(0x020000).matches(wanted)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "net", "0", "020", "0201", "03", "02000", "0200000", "storage"})
  void aClassDoesNotMatchOtherWordsAndDigits(String wanted) {
    assertThat(new PciClass(0x020000).matches(wanted)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "088000, true, false",
    "080600, true, false",
    "058000, true, false",
    "110100, true, false",
    "130000, true, false",
    "0c0500, true, true",
    "080501, false, false",
    "050210, false, false",
    "118000, false, false",
    "0b4000, false, false",
    "020000, false, false",
    "060400, false, false"
  })
  void partsOfTheChipsetAreKnownByTheirClass(String code, boolean idle, boolean driven) {
    PciClass type = new PciClass(Integer.parseInt(code, 16));
    assertThat(type.chipset(false)).isEqualTo(idle);
    assertThat(type.chipset(true)).isEqualTo(driven);
  }

  @ParameterizedTest
  @CsvSource({
    "010601, true, false",
    "0c0330, true, false",
    "080501, true, false",
    "0c0010, true, false",
    "0c0400, true, true",
    "0c0600, true, true",
    "020000, false, true",
    "028000, false, true",
    "030000, false, false",
    "0c0500, false, false"
  })
  void theClassShowsWhetherDisksOrMachinesAreBehindIt(String code, boolean disks, boolean net) {
    PciClass type = new PciClass(Integer.parseInt(code, 16));
    assertThat(type.leadsToDisks()).isEqualTo(disks);
    assertThat(type.leadsToMachines()).isEqualTo(net);
  }

  @Test
  void aClassHasAtMost24Bits() {
    assertThatIllegalArgumentException().isThrownBy(() -> new PciClass(0x1000000));
    assertThatIllegalArgumentException().isThrownBy(() -> new PciClass(-1));
  }
}
