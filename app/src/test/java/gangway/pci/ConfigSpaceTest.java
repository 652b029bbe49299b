package gangway.pci;

import static gangway.pci.Examples.configSpace;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import gangway.Cases;
import gangway.pci.Capability.AccessControl;
import gangway.pci.Capability.AdvancedFeatures;
import gangway.pci.Capability.Express;
import gangway.pci.Capability.Link;
import gangway.pci.Capability.Msi;
import gangway.pci.Capability.MsiX;
import gangway.pci.Capability.Other;
import gangway.pci.Capability.PortType;
import gangway.pci.Capability.PowerManagement;
import gangway.pci.Capability.SerialNumber;
import gangway.pci.Capability.SrIov;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ConfigSpaceTest {

  @Test
  void capabilitiesAreReadInTheOrderOfTheirLists() {
    assertThat(configSpace("82574l.txt").capabilities())
        .containsExactly(
            new PowerManagement(2, false),
            new Msi(1, false),
            new Express(PortType.ENDPOINT, true, new Link(1, 1), new Link(1, 1)),
            new MsiX(5, true),
            new Other(0x01, true),
            new SerialNumber(0x001b21ffff20c4a5L));
  }

  @Test
  void theNumbersOfVirtualFunctionsAreRead() {
    assertThat(configSpace("82576.txt").capabilities())
        .contains(
            new SrIov(8, 7, 0, 0),
            new PowerManagement(3, true),
            new Msi(4, false),
            new Express(PortType.ENDPOINT, true, new Link(2, 4), new Link(1, 4)));
  }

  @Test
  void accessControlOfARootPortWithoutALinkIsRead() {
    assertThat(configSpace("root-port.txt").capabilities())
        .contains(new AccessControl(true, true))
        .contains(new Express(PortType.ROOT_PORT, false, new Link(3, 4), new Link(3, 0)));
    assertThat(new Link(3, 0)).hasToString("none");
  }

  @Test
  void functionLevelResetOfAdvancedFeaturesIsRead() {
    assertThat(configSpace("ehci.txt").capabilities())
        .contains(new AdvancedFeatures(true), new Other(0x0a, false));
  }

  @Test
  void vendorCapabilitiesAndMsiXOfAVirtioCardAreRead() {
    assertThat(configSpace("virtio-net.txt").capabilities())
        .containsExactly(
            new Other(9, false),
            new Other(9, false),
            new Other(9, false),
            new Other(9, false),
            new Other(9, false),
            new MsiX(3, true));
  }

  @Test
  void the64BytesReadableWithoutRootHaveNoCapabilities() {
    byte[] header = Arrays.copyOf(Examples.configBytes("82574l.txt"), 64);
    assertThat(new ConfigSpace(header).capabilities()).isEmpty();
  }

  @Test
  void in256BytesOnlyConventionalCapabilitiesAreRead() {
    byte[] old = Arrays.copyOf(Examples.configBytes("82574l.txt"), 256);
    assertThat(new ConfigSpace(old).capabilities()).hasSize(4);
  }

  @Test
  void withoutTheStatusBitThereAreNoCapabilities() {
    byte[] bytes = Arrays.copyOf(Examples.configBytes("82574l.txt"), 256);
    bytes[6] = 0;
    assertThat(new ConfigSpace(bytes).capabilities()).isEmpty();
  }

  @Test
  void readingACircularListEnds() {
    assertThat(configSpace("circle.txt").capabilities())
        .containsExactly(
            new Other(9, false),
            new Express(PortType.ENDPOINT, false, new Link(0, 0), new Link(0, 0)),
            new Other(0x0b, true),
            new Other(0x0b, true));
  }

  @Test
  void anExtendedListIsReadOnlyOfFunctionsThatCanHaveOne() {
    byte[] bytes = Examples.configBytes("circle.txt");
    bytes[0x48] = 9; // without PCI Express
    assertThat(new ConfigSpace(bytes).capabilities()).containsOnly(new Other(9, false));
    bytes[0x48] = 7; // PCI-X
    assertThat(new ConfigSpace(bytes).capabilities()).contains(new Other(0x0b, true));
  }

  @Test
  void theListOfACardBusBridgeHasItsStartElsewhere() {
    byte[] bytes = Examples.configBytes("circle.txt");
    bytes[0x0e] = (byte) 0x82;
    bytes[0x34] = 0;
    bytes[0x14] = 0x40;
    assertThat(new ConfigSpace(bytes).capabilities()).contains(new Other(9, false));
    bytes[0x0e] = 1;
    assertThat(new ConfigSpace(bytes).capabilities()).isEmpty();
  }

  @Test
  void readingAFunctionThatDoesNotAnswerEnds() {
    byte[] gone = new byte[4096];
    Arrays.fill(gone, (byte) 0xff);
    assertThat(new ConfigSpace(gone).capabilities()).hasSizeLessThanOrEqualTo(48);
  }

  @Test
  void arbitraryBytesCauseNoError() {
    Cases.each(
        500,
        random -> {
          byte[] bytes = new byte[Cases.oneOf(random, 0, 1, 64, 255, 256, 257, 4096)];
          random.nextBytes(bytes);
          aim(bytes, random);
          assertThatCode(() -> new ConfigSpace(bytes).capabilities()).doesNotThrowAnyException();
        });
  }

  /** Sets the bit for a list of capabilities, so that most cases read it. */
  private static void aim(byte[] bytes, Random random) {
    if (bytes.length > 0x34 && random.nextInt(8) > 0) {
      bytes[6] = 0x10;
      bytes[0x34] = (byte) random.nextInt(0x40, 0x100);
    }
  }

  @Test
  void aLinkIsWrittenAsSpeedAndWidth() {
    assertThat(new Link(1, 1)).hasToString("2.5 GT/s x1");
    assertThat(new Link(3, 4)).hasToString("8 GT/s x4");
    assertThat(new Link(5, 16)).hasToString("32 GT/s x16");
    assertThat(new Link(9, 16)).hasToString("? GT/s x16");
  }

  @Test
  void aSerialNumberIsWrittenAsLspciWritesIt() {
    assertThat(new SerialNumber(0x001b21ffff20c4a5L).text()).isEqualTo("00-1b-21-ff-ff-20-c4-a5");
    assertThat(new SerialNumber(-1).text()).isEqualTo("ff-ff-ff-ff-ff-ff-ff-ff");
  }

  @Test
  void portTypesHaveWords() {
    assertThat(PortType.ROOT_PORT.words()).isEqualTo("root port");
    assertThat(PortType.of(7)).isEqualTo(PortType.BRIDGE_TO_PCI);
    assertThat(PortType.of(0xf)).isEqualTo(PortType.UNKNOWN);
  }

  @Test
  void aFunctionThatDoesNotAnswerHasNoCapabilities() {
    ConfigSpace gone = new ConfigSpace(ConfigBytes.gone());
    assertThat(gone.answers()).isFalse();
    assertThat(gone.capabilities()).isEmpty();
    assertThat(new ConfigSpace(new ConfigBytes().withoutIds().bytes()).answers()).isTrue();
    assertThat(new ConfigSpace(new byte[0]).answers()).isTrue();
  }
}
