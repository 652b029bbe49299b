package gangway.pci.identity;

import static gangway.host.GuideHost.CARD;
import static gangway.host.GuideHost.MANAGEMENT;
import static gangway.host.GuideHost.TWIN;
import static gangway.pci.identity.Identities.NIC;
import static gangway.pci.identity.Identities.in;
import static gangway.pci.identity.Identities.ofId;
import static gangway.pci.identity.Identities.serial;
import static gangway.pci.identity.Identities.sorted;
import static org.assertj.core.api.Assertions.assertThat;

import gangway.pci.PciAddress;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What has changed since devices were acknowledged. */
class HardwareChangeTest {
  private static final DeviceIdentity ONE = serial(NIC, "11-11-11-11-11-11-11-11");
  private static final DeviceIdentity TWO =
      in(serial(NIC, "22-22-22-22-22-22-22-22"), "pci0000:00/1c.4/00.0");

  @Test
  void theSameDevicesAreNoChange() {
    assertThat(changes(true, Map.of(CARD, ONE, TWIN, NIC), Map.of(CARD, ONE, TWIN, NIC))).isEmpty();
  }

  @Test
  void aDeviceWithoutARecordIsNewOnlyIfAllWereAcknowledged() {
    assertThat(changes(true, Map.of(), Map.of(CARD, ONE))).containsExactly("ADDED 0000:09:00.0");
    assertThat(changes(false, Map.of(), Map.of(CARD, ONE))).isEmpty();
  }

  @Test
  void aDeviceThatIsNotFoundIsRemovedOrExchanged() {
    assertThat(changes(true, Map.of(CARD, ONE), Map.of())).containsExactly("REMOVED 0000:09:00.0");
    assertThat(changes(true, Map.of(CARD, ONE), Map.of(CARD, ofId(NIC, "144d:a808"))))
        .containsExactly("CHANGED 0000:09:00.0");
  }

  /** One port more in front: the number of each bus behind it is one higher. */
  @Test
  void devicesWhoseBusesHaveOtherNumbersHaveMoved() {
    assertThat(
            changes(
                true,
                Map.of(MANAGEMENT, TWO, CARD, ONE),
                Map.of("0000:03:00.0", NIC, "0000:09:00.0", TWO, "0000:0a:00.0", ONE)))
        .containsExactly(
            "MOVED 0000:03:00.0 to 0000:09:00.0", "MOVED 0000:09:00.0 to 0000:0a:00.0");
  }

  @Test
  void aDeviceWithoutASerialNumberIsFoundByItsSlot() {
    assertThat(changes(true, Map.of(CARD, NIC), Map.of("0000:0a:00.0", NIC)))
        .containsExactly("MOVED 0000:09:00.0 to 0000:0a:00.0");
  }

  @Test
  void aDeviceInAnotherSlotWithTheSameAddressHasMoved() {
    assertThat(changes(true, Map.of(CARD, ONE), Map.of(CARD, in(ONE, "pci0000:00/1d.0/00.0"))))
        .containsExactly("MOVED 0000:09:00.0 to 0000:09:00.0");
  }

  /** Two cards of the same kind changed their slots. */
  @Test
  void twoDevicesInEachOthersPlaceHaveMoved() {
    assertThat(
            changes(
                true,
                Map.of(CARD, ONE, MANAGEMENT, TWO),
                Map.of(
                    CARD,
                    in(TWO, "pci0000:00/1c.0/00.0"),
                    MANAGEMENT,
                    in(ONE, "pci0000:00/1c.4/00.0"))))
        .containsExactly(
            "MOVED 0000:03:00.0 to 0000:09:00.0", "MOVED 0000:09:00.0 to 0000:03:00.0");
  }

  private static List<String> changes(
      boolean complete, Map<String, DeviceIdentity> recorded, Map<String, DeviceIdentity> present) {
    return HardwareChange.of(new AcknowledgedDevices(complete, sorted(recorded)), sorted(present))
        .stream()
        .map(change ->
            change.kind()
                + " "
                + change.address()
                + (change.to().isEmpty()
                    ? ""
                    : " to "
                        + change.to().stream()
                            .map(PciAddress::toString)
                            .collect(Collectors.joining(" or "))))
        .toList();
  }
}
