package gangway.pci.identity;

import static gangway.pci.identity.Identities.NIC;
import static gangway.pci.identity.Identities.hidden;
import static gangway.pci.identity.Identities.in;
import static gangway.pci.identity.Identities.mac;
import static gangway.pci.identity.Identities.ofId;
import static gangway.pci.identity.Identities.serial;
import static org.assertj.core.api.Assertions.assertThat;

import gangway.pci.PciClass;
import gangway.pci.identity.IdentityComparison.Another;
import gangway.pci.identity.IdentityComparison.CannotTell;
import gangway.pci.identity.IdentityComparison.InAnotherSlot;
import gangway.pci.identity.IdentityComparison.Moved;
import gangway.pci.identity.IdentityComparison.Same;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Whether a device is the one that was recorded. */
class IdentityComparisonTest {
  private static final String ONE = "00-1b-21-ff-ff-20-c4-a5";
  private static final String TWO = "00-1b-21-ff-ff-20-c4-a6";
  private static final String OTHER_SLOT = "pci0000:00/1d.0/00.0";

  @Test
  void aSerialNumberProvesThatItIsTheSameDevice() {
    assertThat(IdentityComparison.of(serial(NIC, ONE), serial(NIC, ONE)))
        .isEqualTo(new Same(Confidence.SERIAL));
  }

  @Test
  void aDeviceThatHasNoSerialNumberIsKnownBySlotAndIds() {
    assertThat(IdentityComparison.of(NIC, NIC)).isEqualTo(new Same(Confidence.SLOT_AND_IDS));
    assertThat(NIC.confidence()).isEqualTo(Confidence.SLOT_AND_IDS);
  }

  @Test
  void aDeviceWithItsSerialNumberInAnotherSlotHasMoved() {
    assertThat(IdentityComparison.of(serial(NIC, ONE), in(serial(NIC, ONE), OTHER_SLOT)))
        .isEqualTo(new Moved(NIC.slot().orElseThrow(), SlotPath.parse(OTHER_SLOT)));
  }

  @Test
  void equalCardsWithOtherSerialNumbersAreOtherDevices() {
    assertThat(IdentityComparison.of(serial(NIC, ONE), serial(NIC, TWO)))
        .isEqualTo(new Another(List.of("device serial number: %s, not %s".formatted(TWO, ONE))));
    assertThat(IdentityComparison.of(mac(NIC, "52:54:00:00:00:01"), mac(NIC, "52:54:00:00:00:02")))
        .isInstanceOf(Another.class);
  }

  @Test
  void anotherIdIsAnotherDeviceAlsoWithTheSameSerialNumber() {
    assertThat(IdentityComparison.of(serial(NIC, ONE), ofId(serial(NIC, ONE), "8086:10c9")))
        .isEqualTo(new Another(List.of("id: 8086:10c9, not 8086:10d3")));
  }

  @Test
  void aDeviceThatGotOrLostItsSerialNumberIsAnotherDevice() {
    assertThat(IdentityComparison.of(serial(NIC, ONE), NIC)).isInstanceOf(Another.class);
    assertThat(IdentityComparison.of(NIC, serial(NIC, ONE))).isInstanceOf(Another.class);
  }

  @Test
  void theFunctionsOfADeviceAreNotOneAnother() {
    assertThat(
            IdentityComparison.of(serial(NIC, ONE), in(serial(NIC, ONE), "pci0000:00/1c.0/00.1")))
        .isEqualTo(new Another(List.of("function: 1, not 0")));
  }

  @Test
  void withoutASerialNumberAnotherSlotContradicts() {
    IdentityComparison comparison = IdentityComparison.of(NIC, in(NIC, OTHER_SLOT));
    assertThat(comparison).isInstanceOf(InAnotherSlot.class);
    assertThat(comparison.contradicts()).isTrue();
    assertThat(comparison.same()).isFalse();
  }

  /** A NIC that pciback holds does not show its MAC address. */
  @Test
  void whatCannotBeReadIsNeverTheSame() {
    IdentityComparison comparison =
        IdentityComparison.of(mac(NIC, "52:54:00:00:00:01"), hidden(NIC));
    assertThat(comparison)
        .isEqualTo(
            new CannotTell(
                List.of("the permanent MAC address cannot be compared: pciback has it")));
    assertThat(comparison.same()).isFalse();
    assertThat(comparison.contradicts()).isFalse();
  }

  @Test
  void aHiddenDeviceInAnotherSlotContradicts() {
    assertThat(
            IdentityComparison.of(mac(NIC, "52:54:00:00:00:01"), hidden(in(NIC, OTHER_SLOT)))
                .contradicts())
        .isTrue();
  }

  @Test
  void aDeviceWithoutSerialNumberAndSlotIsNotKnown() {
    DeviceIdentity nowhere =
        new DeviceIdentity(
            Optional.empty(), NIC.id(), NIC.subsystem(), NIC.type(), NIC.revision(), NIC.serials());
    assertThat(nowhere.confidence()).isEqualTo(Confidence.IDS_ONLY);
    assertThat(IdentityComparison.of(NIC, nowhere))
        .isEqualTo(new CannotTell(List.of("the slot of the device is not known")));
  }

  @Test
  void aSettingOfTheFirmwareDoesNotMakeAnotherDevice() {
    DeviceIdentity ahci = ofClass(0x010601);
    assertThat(IdentityComparison.of(ahci, ofClass(0x010600)).same()).isTrue();
    assertThat(IdentityComparison.of(ahci, ofClass(0x010400)).contradicts()).isTrue();
  }

  private static DeviceIdentity ofClass(int code) {
    return new DeviceIdentity(
        NIC.slot(), NIC.id(), NIC.subsystem(), new PciClass(code), NIC.revision(), NIC.serials());
  }

  @Test
  void aRevisionThatWasNotReadIsNotCompared() {
    assertThat(
            IdentityComparison.of(ofRevision(Optional.of(1)), ofRevision(Optional.empty())).same())
        .isTrue();
    assertThat(IdentityComparison.of(ofRevision(Optional.of(1)), ofRevision(Optional.of(2))))
        .isEqualTo(new Another(List.of("revision: 02, not 01")));
  }

  private static DeviceIdentity ofRevision(Optional<Integer> revision) {
    return new DeviceIdentity(
        NIC.slot(), NIC.id(), NIC.subsystem(), NIC.type(), revision, NIC.serials());
  }
}
