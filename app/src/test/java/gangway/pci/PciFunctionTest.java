package gangway.pci;

import static gangway.pci.Examples.address;
import static org.assertj.core.api.Assertions.assertThat;

import gangway.Cases;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class PciFunctionTest {
  private static final String UEVENT =
      """
      DRIVER=virtio-pci
      PCI_CLASS=20000
      PCI_ID=1AF4:1041
      PCI_SUBSYS_ID=1AF4:1041
      PCI_SLOT_NAME=0000:00:03.0
      MODALIAS=pci:v00001AF4d00001041sv00001AF4sd00001041bc02sc00i00
      """;

  @Test
  void theUeventFileHasAllFields() {
    PciFunction function = PciFunction.parse(UEVENT).orElseThrow();
    assertThat(function.address()).isEqualTo(address("0000:00:03.0"));
    assertThat(function.id()).hasToString("1af4:1041");
    assertThat(function.subsystem()).hasToString("1af4:1041");
    assertThat(function.driver()).contains("virtio-pci");
    assertThat(function.modalias())
        .isEqualTo("pci:v00001AF4d00001041sv00001AF4sd00001041bc02sc00i00");
  }

  @Test
  void aClassWithoutItsLeadingZeroIsRead() {
    assertThat(PciFunction.parse(UEVENT).orElseThrow().type()).hasToString("020000");
  }

  @Test
  void anUnboundFunctionHasNoDriver() {
    String free = UEVENT.replace("DRIVER=virtio-pci\n", "");
    assertThat(PciFunction.parse(free).orElseThrow().driver()).isEmpty();
  }

  @Test
  void theOrderOfTheLinesDoesNotMatter() {
    Cases.each(
        50,
        random -> {
          List<String> lines = Arrays.asList(UEVENT.split("\n", -1));
          Collections.shuffle(lines, random);
          assertThat(PciFunction.parse(String.join("\n", lines)))
              .isEqualTo(PciFunction.parse(UEVENT));
        });
  }

  @Test
  void unknownKeysAreIgnored() {
    assertThat(PciFunction.parse("PCI_NOVELTY=1\nnonsense\n\n=\n" + UEVENT))
        .isEqualTo(PciFunction.parse(UEVENT));
  }

  @Test
  void aTextWithoutAddressIdOrClassIsNotAFunction() {
    for (String key : List.of("PCI_CLASS", "PCI_ID", "PCI_SLOT_NAME")) {
      assertThat(PciFunction.parse(UEVENT.replace(key + "=", "X="))).as(key).isEmpty();
    }
    assertThat(PciFunction.parse("")).isEmpty();
    assertThat(PciFunction.parse(UEVENT.replace("=20000", "=1020000"))).isEmpty();
    assertThat(PciFunction.parse(UEVENT.replace("=20000", "=-1"))).isEmpty();
    assertThat(PciFunction.parse(UEVENT.replace("=20000", "=network"))).isEmpty();
  }

  @Test
  void aTruncatedTextCausesNoError() {
    for (int end = 0; end <= UEVENT.length(); end++) {
      PciFunction.parse(UEVENT.substring(0, end))
          .ifPresent(function -> assertThat(function.id()).hasToString("1af4:1041"));
    }
  }
}
