package gangway.pci;

import static gangway.pci.Examples.address;
import static org.assertj.core.api.Assertions.assertThat;

import gangway.Cases;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class PciFunctionTest {
  private static final PciAddress FOLDER = address("0000:00:03.0");

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
    PciFunction function = PciFunction.parse(FOLDER, UEVENT).orElseThrow();
    assertThat(function.address()).isEqualTo(address("0000:00:03.0"));
    assertThat(function.id()).hasToString("1af4:1041");
    assertThat(function.subsystem()).hasToString("1af4:1041");
    assertThat(function.driver()).contains("virtio-pci");
    assertThat(function.modalias())
        .isEqualTo("pci:v00001AF4d00001041sv00001AF4sd00001041bc02sc00i00");
  }

  @Test
  void aClassWithoutItsLeadingZeroIsRead() {
    assertThat(PciFunction.parse(FOLDER, UEVENT).orElseThrow().type()).hasToString("020000");
  }

  @Test
  void anUnboundFunctionHasNoDriver() {
    String free = UEVENT.replace("DRIVER=virtio-pci\n", "");
    assertThat(PciFunction.parse(FOLDER, free).orElseThrow().driver()).isEmpty();
  }

  @Test
  void theOrderOfTheLinesDoesNotMatter() {
    Cases.each(
        50,
        random -> {
          List<String> lines = Arrays.asList(UEVENT.split("\n", -1));
          Collections.shuffle(lines, random);
          assertThat(PciFunction.parse(FOLDER, String.join("\n", lines)))
              .isEqualTo(PciFunction.parse(FOLDER, UEVENT));
        });
  }

  @Test
  void unknownKeysAreIgnored() {
    assertThat(PciFunction.parse(FOLDER, "PCI_NOVELTY=1\nnonsense\n\n=\n" + UEVENT))
        .isEqualTo(PciFunction.parse(FOLDER, UEVENT));
  }

  @Test
  void theAddressIsThatOfTheFolder() {
    String renamed = UEVENT.replace("0000:00:03.0", "intel-ipu7");
    assertThat(PciFunction.parse(FOLDER, renamed)).isEqualTo(PciFunction.parse(FOLDER, UEVENT));
    PciAddress other = address("10000:00:03.0");
    assertThat(PciFunction.parse(other, UEVENT).orElseThrow().address()).isEqualTo(other);
  }

  @Test
  void aTextWithoutIdOrClassIsNotAFunction() {
    for (String key : List.of("PCI_CLASS", "PCI_ID")) {
      assertThat(PciFunction.parse(FOLDER, UEVENT.replace(key + "=", "X="))).as(key).isEmpty();
    }
    assertThat(PciFunction.parse(FOLDER, "")).isEmpty();
    assertThat(PciFunction.parse(FOLDER, UEVENT.replace("=20000", "=1020000"))).isEmpty();
    assertThat(PciFunction.parse(FOLDER, UEVENT.replace("=20000", "=-1"))).isEmpty();
    assertThat(PciFunction.parse(FOLDER, UEVENT.replace("=20000", "=network"))).isEmpty();
  }

  @Test
  void aTruncatedTextCausesNoError() {
    for (int end = 0; end <= UEVENT.length(); end++) {
      PciFunction.parse(FOLDER, UEVENT.substring(0, end))
          .ifPresent(function -> assertThat(function.id()).hasToString("1af4:1041"));
    }
  }
}
