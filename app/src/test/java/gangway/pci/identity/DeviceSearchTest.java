package gangway.pci.identity;

import static gangway.host.GuideHost.CARD;
import static gangway.host.GuideHost.TWIN;
import static gangway.pci.identity.Identities.NIC;
import static gangway.pci.identity.Identities.hidden;
import static gangway.pci.identity.Identities.in;
import static gangway.pci.identity.Identities.mac;
import static gangway.pci.identity.Identities.ofId;
import static gangway.pci.identity.Identities.serial;
import static gangway.pci.identity.Identities.sorted;
import static org.assertj.core.api.Assertions.assertThat;

import gangway.pci.Examples;
import gangway.pci.identity.Whereabouts.Certainty;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Where acknowledged devices are now, and how sure that is. */
class DeviceSearchTest {
  private static final String ELSEWHERE = "0000:0b:00.0";
  private static final String OTHER_SLOT = "pci0000:00/1c.4/00.0";
  private static final DeviceIdentity ONE = serial(NIC, "11-11-11-11-11-11-11-11");
  private static final DeviceIdentity TWO = in(serial(NIC, "22-22-22-22-22-22-22-22"), OTHER_SLOT);

  @Test
  void aDeviceThatNothingContradictsIsInItsPlace() {
    assertThat(where(Map.of(CARD, ONE), Map.of(CARD, ONE))).isInstanceOf(Whereabouts.InPlace.class);
    assertThat(where(Map.of(CARD, mac(NIC, "00:1b:21:20:c4:a5")), Map.of(CARD, hidden(NIC))))
        .isInstanceOf(Whereabouts.InPlace.class);
  }

  @Test
  void aSerialNumberMakesItCertainAlsoInAnotherSlot() {
    assertThat(where(Map.of(CARD, ONE), Map.of(ELSEWHERE, in(ONE, OTHER_SLOT))))
        .isEqualTo(
            new Whereabouts.Moved(
                Examples.address(ELSEWHERE),
                Certainty.CERTAIN,
                List.of("the same device serial number: 11-11-11-11-11-11-11-11")));
  }

  @Test
  void devicesThatHaveChangedPlacesAreEachFound() {
    Map<String, DeviceIdentity> before = Map.of(CARD, ONE, TWIN, TWO);
    Map<String, DeviceIdentity> now = Map.of(CARD, TWO, TWIN, ONE);
    assertThat(to(CARD, before, now)).isEqualTo(TWIN);
    assertThat(to(TWIN, before, now)).isEqualTo(CARD);
  }

  @Test
  void theSameSlotAndIdsAreOnlyLikely() {
    Whereabouts place = where(Map.of(CARD, NIC), Map.of(ELSEWHERE, NIC));
    assertThat(place)
        .isEqualTo(
            new Whereabouts.Moved(
                Examples.address(ELSEWHERE),
                Certainty.LIKELY,
                List.of(
                    "the same ids and the same slot, pci0000:00/1c.0/00.0; another device of this"
                        + " kind in this slot looks the same",
                    "no serial number is known of both")));
  }

  @Test
  void aSerialNumberThatCannotBeReadMakesItOnlyLikelyAndIsNamed() {
    Whereabouts place =
        where(Map.of(CARD, mac(NIC, "00:1b:21:20:c4:a5")), Map.of(ELSEWHERE, hidden(NIC)));
    assertThat(place)
        .isInstanceOfSatisfying(
            Whereabouts.Moved.class,
            moved -> {
              assertThat(moved.certainty()).isEqualTo(Certainty.LIKELY);
              assertThat(moved.evidence())
                  .contains("the permanent MAC address cannot be compared: pciback has it");
            });
  }

  @Test
  void theSameKindInAnotherSlotWithoutASerialNumberIsUnclear() {
    assertThat(where(Map.of(CARD, NIC), Map.of(CARD, in(NIC, OTHER_SLOT))))
        .isInstanceOfSatisfying(
            Whereabouts.Unclear.class,
            unclear -> assertThat(unclear.candidates()).containsExactly(Examples.address(CARD)));
  }

  @Test
  void twoDevicesWithTheSameSerialNumberAreUnclear() {
    assertThat(where(Map.of(CARD, ONE), Map.of(ELSEWHERE, ONE, TWIN, in(ONE, OTHER_SLOT))))
        .isInstanceOfSatisfying(
            Whereabouts.Unclear.class,
            unclear ->
                assertThat(unclear.reasons())
                    .containsExactly("several devices look like it: 0000:0a:04.0, 0000:0b:00.0"));
  }

  /** One of two cards with the same serial number was pulled: nobody knows which one is left. */
  @Test
  void oneDeviceThatCanBeTwoRecordedOnesIsNoneOfThem() {
    Map<String, DeviceIdentity> before = Map.of(CARD, ONE, TWIN, in(ONE, OTHER_SLOT));
    Map<String, DeviceIdentity> now = Map.of(ELSEWHERE, in(ONE, "pci0000:00/1d.0/00.0"));
    assertThat(where(CARD, before, now))
        .isInstanceOfSatisfying(
            Whereabouts.Unclear.class,
            unclear ->
                assertThat(unclear.reasons())
                    .containsExactly(
                        "0000:0b:00.0 looks like the acknowledged devices of several addresses:"
                            + " 0000:09:00.0, 0000:0a:04.0"));
    assertThat(where(TWIN, before, now)).isInstanceOf(Whereabouts.Unclear.class);
  }

  @Test
  void aDeviceAtItsAddressIsNoCandidateForAnotherOne() {
    Map<String, DeviceIdentity> before = Map.of(CARD, ONE, TWIN, in(ONE, OTHER_SLOT));
    Map<String, DeviceIdentity> now = Map.of(ELSEWHERE, ONE, TWIN, in(ONE, OTHER_SLOT));
    assertThat(to(CARD, before, now)).isEqualTo(ELSEWHERE);
    assertThat(where(TWIN, before, now)).isInstanceOf(Whereabouts.InPlace.class);
  }

  @Test
  void aDeviceOfAnotherKindIsNotTheRecordedOne() {
    assertThat(where(Map.of(CARD, ONE), Map.of(CARD, ofId(ONE, "144d:a808"))))
        .isInstanceOf(Whereabouts.Gone.class);
    assertThat(where(Map.of(CARD, ONE), Map.of(ELSEWHERE, TWO)))
        .isInstanceOf(Whereabouts.Gone.class);
  }

  private static String to(
      String address, Map<String, DeviceIdentity> before, Map<String, DeviceIdentity> now) {
    return where(address, before, now) instanceof Whereabouts.Moved moved
        ? moved.to().toString()
        : "not found";
  }

  private static Whereabouts where(
      Map<String, DeviceIdentity> before, Map<String, DeviceIdentity> now) {
    return where(CARD, before, now);
  }

  private static Whereabouts where(
      String address, Map<String, DeviceIdentity> before, Map<String, DeviceIdentity> now) {
    return Objects.requireNonNull(
        DeviceSearch.of(new AcknowledgedDevices(false, sorted(before)), sorted(now))
            .get(Examples.address(address)));
  }
}
