package gangway.pci;

import static gangway.pci.Examples.address;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import gangway.Cases;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PciAddressTest {

  @ParameterizedTest
  @ValueSource(
      strings = {"0000:09:00.0", "09:00.0", "pci_0000_09_00_0", "0000-09-00-0", "PCI_0000_09_00_0"})
  void anAddressIsReadInEveryForm(String text) {
    assertThat(PciAddress.parse(text)).contains(new PciAddress(0, 9, 0, 0));
  }

  @Test
  void theGuidesSecondDeviceIsRead() {
    assertThat(PciAddress.parse("0000:0a:04.1")).contains(new PciAddress(0, 0xa, 4, 1));
  }

  @Test
  void digitsMayBeInEitherCase() {
    assertThat(PciAddress.parse("00AB:CD:1E.7")).contains(new PciAddress(0xab, 0xcd, 0x1e, 7));
  }

  @Test
  void domainsWithMoreThanFourDigitsAreRead() {
    PciAddress nvme = address("10000:e1:00.0");
    assertThat(nvme).isEqualTo(new PciAddress(0x10000, 0xe1, 0, 0)).hasToString("10000:e1:00.0");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "0000:09:00",
        "0000:09:00.",
        "0000:09:00.8",
        "0000:09:20.0",
        "0000:09:0.0",
        "0000:9:00.0",
        "000:09:00.0",
        "0000:009:00.0",
        "0000.09.00.0",
        "0000:82.0.0",
        "0b::00.1",
        "0000:09:00.0 ",
        " 0000:09:00.0",
        "0000:09:00.0\n",
        "0000:09:00.*",
        "0000:09:00.00",
        "0x0000:09:00.0",
        "-000:09:00.0",
        "pci_0000:09:00.0",
        "pci_09_00_0",
        "09-00-0",
        "100000000:09:00.0",
        "8086:10d3",
        "eth0"
      })
  void textThatIsNotAnAddressIsNotRead(String text) {
    assertThat(PciAddress.parse(text)).isEmpty();
  }

  @Test
  void everyAddressIsReadBackFromEachOfItsForms() {
    Cases.each(
        2000,
        random -> {
          PciAddress address = Examples.address(random);
          assertThat(PciAddress.parse(address.toString())).contains(address);
          assertThat(PciAddress.parse(address.toString().toUpperCase(Locale.ROOT)))
              .contains(address);
          String libxl = address.libxlName();
          assertThat(PciAddress.parse(libxl)).contains(address);
          String libvirt = "pci_" + libxl.replace('-', '_');
          assertThat(PciAddress.parse(libvirt)).contains(address);
          if (address.domain() == 0) {
            assertThat(PciAddress.parse(address.toString().substring("0000:".length())))
                .contains(address);
          }
        });
  }

  @Test
  void aDamagedAddressIsNeverReadAsTheSame() {
    Cases.each(
        2000,
        random -> {
          PciAddress address = Examples.address(random);
          StringBuilder text = new StringBuilder(address.toString());
          int at = random.nextInt(text.length());
          char other = (char) (' ' + random.nextInt(95));
          if (Character.toLowerCase(other) != text.charAt(at)) {
            text.setCharAt(at, other);
            assertThat(PciAddress.parse(text.toString()))
                .isNotEqualTo(java.util.Optional.of(address));
          }
        });
  }

  @Test
  void itsNamesAreThoseOfSysfsAndLibxl() {
    PciAddress address = new PciAddress(0, 0x0a, 0x04, 1);
    assertThat(address).hasToString("0000:0a:04.1");
    assertThat(address.libxlName()).isEqualTo("0000-0a-04-1");
  }

  @Test
  void anAddressOutOfRangeIsRejected() {
    assertThatIllegalArgumentException().isThrownBy(() -> new PciAddress(-1, 0, 0, 0));
    assertThatIllegalArgumentException().isThrownBy(() -> new PciAddress(0x10000000, 0, 0, 0));
    assertThatIllegalArgumentException().isThrownBy(() -> new PciAddress(0, 0x100, 0, 0));
    assertThatIllegalArgumentException().isThrownBy(() -> new PciAddress(0, 0, 0x20, 0));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new PciAddress(0, 0, 0, 8))
        .withMessageContaining("function 8");
  }

  @Test
  void functionsOfOneDeviceAreRecognized() {
    assertThat(address("0a:04.0").sameDevice(address("0a:04.1"))).isTrue();
    assertThat(address("0a:04.0").sameDevice(address("0a:05.0"))).isFalse();
    assertThat(address("0a:04.0").sameDevice(address("0b:04.0"))).isFalse();
    assertThat(address("0a:04.0").sameDevice(address("0001:0a:04.0"))).isFalse();
  }

  @Test
  void addressesAreOrderedByTheirNumbersNotTheirText() {
    List<PciAddress> order =
        List.of(
            address("00:1f.0"),
            address("09:00.0"),
            address("0a:04.0"),
            address("0a:04.1"),
            address("0a:05.0"),
            address("f000:00:00.0"),
            address("10000:00:00.0"));
    Cases.each(
        50,
        random -> {
          List<PciAddress> shuffled = new ArrayList<>(order);
          Collections.shuffle(shuffled, random);
          Collections.sort(shuffled);
          assertThat(shuffled).isEqualTo(order);
        });
  }
}
