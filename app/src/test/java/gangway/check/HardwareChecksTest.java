package gangway.check;

import static gangway.check.Requests.BOTH;
import static gangway.check.Requests.LASTING;
import static gangway.check.Requests.NOW;
import static gangway.check.Requests.attach;
import static gangway.check.Requests.detach;
import static gangway.check.Requests.hide;
import static gangway.check.Requests.unhide;
import static gangway.host.GuideHost.CARD;
import static gangway.host.GuideHost.MANAGEMENT;
import static gangway.host.GuideHost.TWIN;
import static gangway.pci.identity.Identities.recorded;
import static gangway.pci.identity.Identities.serial;
import static org.assertj.core.api.Assertions.assertThat;

import gangway.host.GuideHost;
import gangway.host.Observer;
import gangway.pci.Examples;
import gangway.pci.identity.Identities;
import gangway.request.Request;
import gangway.xen.definition.NewGuestExamples;
import gangway.xen.definition.Toolstack;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A device that is not the acknowledged one is given to nobody. */
class HardwareChecksTest {
  private static final String SERIAL = "00-1b-21-ff-ff-20-c4-a5";
  private static final String OTHER = "00-1b-21-ff-ff-20-c4-a6";

  private GuideHost host;

  @BeforeEach
  void host() {
    host = new GuideHost().config(CARD, Examples.configBytes("82574l.txt"));
  }

  @Test
  void withoutARecordThereIsNoFinding() {
    assertThat(codes(hide(BOTH, CARD))).doesNotContain("DEVICE-CHANGED", "HARDWARE-UNREADABLE");
  }

  @Test
  void theAcknowledgedDeviceHasNoFinding() {
    recorded(host, CARD, Identities.of(host, CARD));
    assertThat(codes(hide(BOTH, CARD))).doesNotContain("DEVICE-CHANGED");
  }

  /** Both cards have the same ids; only the serial number tells them apart. */
  @Test
  void theFindingShowsBothDevicesAndWhoIsAffected() {
    recorded(host, CARD, serial(Identities.of(host, CARD), OTHER))
        .put("etc/xen/pv2.cfg", "name = 'pv2'\nbootloader='pygrub'\npci = [ '0000:09:00.0' ]\n");
    Finding finding = changed(hide(NOW, CARD)).orElseThrow();
    assertThat(finding.sentence())
        .isEqualTo(
            "0000:09:00.0 is another device than the device that was acknowledged at this address");
    assertThat(finding.evidence())
        .containsExactly(
            "/var/lib/gangway/hardware.json: id 8086:10d3, subsystem 8086:a01f, revision 00, slot"
                + " pci0000:00/1c.0/00.0, device serial number "
                + OTHER,
            "sysfs: id 8086:10d3, subsystem 8086:a01f, revision 00, slot pci0000:00/1c.0/00.0,"
                + " device serial number "
                + SERIAL,
            "device serial number: %s, not %s".formatted(SERIAL, OTHER),
            "the definition of guest pv2 lists 0000:09:00.0");
    assertThat(finding.remedy())
        .isEqualTo(
            "if this device is the right one: gangway hardware --acknowledge 0000:09:00.0; if not,"
                + " find the acknowledged one: gangway hardware");
    assertThat(finding.function()).contains(GuideHost.address(CARD));
  }

  /** One port more in front: the card of the recorded address is now at another one. */
  @Test
  void theFindingTellsWhereTheAcknowledgedDeviceIsNow() {
    recorded(host, MANAGEMENT, Identities.of(host, CARD));
    assertThat(changed(hide(NOW, MANAGEMENT)).orElseThrow().evidence())
        .contains("the acknowledged device is now at 0000:09:00.0");
  }

  @Test
  void theSameKindOfCardInAnotherSlotMayBeAnotherDevice() {
    recorded(host, CARD, Identities.of(host, TWIN));
    host.function("0000:00:1c.0/0000:09:01.0", "8086:100e", "20000", "e1000");
    recorded(host, "0000:09:01.0", Identities.of(host, TWIN));
    Finding finding = changed(hide(NOW, "0000:09:01.0")).orElseThrow();
    assertThat(finding.sentence()).contains("may be another device");
    assertThat(finding.evidence())
        .contains(
            "slot: pci0000:00/1c.0/01.0, not pci0000:00/1e.0/04.0; no serial number tells whether"
                + " it is the same device");
  }

  @Test
  void everyRequestThatGivesAFunctionAwayIsRefused() {
    recorded(host, CARD, serial(Identities.of(host, CARD), OTHER));
    Request made = new Request.New(NewGuestExamples.withKernel(Toolstack.XL, CARD), LASTING);
    assertThat(List.of(hide(NOW, CARD), hide(LASTING, CARD), attach(LASTING, "pv2", CARD), made))
        .allSatisfy(request -> assertThat(changed(request)).as(request.verb()).isPresent());
  }

  /** Nobody gets a device by these, and the way back must stay open. */
  @Test
  void aDeviceIsTakenBackAlsoIfItIsAnotherOne() {
    recorded(host, CARD, serial(Identities.of(host, CARD), OTHER)).hidden(CARD).given(3, CARD);
    assertThat(changed(detach(BOTH, "pv1", CARD))).isEmpty();
    assertThat(changed(unhide(NOW, CARD))).isEmpty();
  }

  @Test
  void onlyTheFunctionsOfTheRequestAreCompared() {
    recorded(host, CARD, serial(Identities.of(host, CARD), OTHER));
    assertThat(changed(hide(NOW, TWIN))).isEmpty();
  }

  private Optional<Finding> changed(Request request) {
    return findings(request).stream()
        .filter(finding -> finding.code().equals("DEVICE-CHANGED"))
        .findFirst();
  }

  private List<String> codes(Request request) {
    return findings(request).stream().map(Finding::code).toList();
  }

  private List<Finding> findings(Request request) {
    Observer observer = new Observer(host.machine());
    return Checks.of(observer.forRequest(observer.inventory(), request), request);
  }
}
