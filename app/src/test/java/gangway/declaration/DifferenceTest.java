package gangway.declaration;

import static gangway.check.Requests.BOTH;
import static gangway.check.Requests.LASTING;
import static gangway.check.Requests.NOW;
import static gangway.check.Requests.attach;
import static gangway.check.Requests.detach;
import static gangway.check.Requests.hide;
import static gangway.host.GuideHost.CARD;
import static gangway.host.GuideHost.OTHER_TWIN;
import static gangway.host.GuideHost.TWIN;
import static org.assertj.core.api.Assertions.assertThat;

import gangway.host.GuideHost;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The difference between a host and a file, and the requests that remove the difference. */
class DifferenceTest {
  private static final String PV1 = "etc/xen/pv1.cfg";

  private final GuideHost host = new GuideHost();

  @Test
  void aHiddenFunctionIsHiddenNowAndAfterReboot() {
    host.hidden(TWIN);
    Difference difference = difference("hidden: [09:00.0, 0a:04.0]\n");
    assertThat(difference.faults()).isEmpty();
    assertThat(difference.changes().stream().map(Change::toString))
        .containsExactly(
            "+ hide 0000:09:00.0 now and after reboot", "+ hide 0000:0a:04.0 after reboot");
    assertThat(difference.requests()).containsExactly(hide(BOTH, CARD, TWIN));
  }

  @Test
  void aGuestGetsExactlyTheListedDevices() {
    host.hidden(CARD, TWIN, OTHER_TWIN)
        .given(3, TWIN)
        .put(PV1, "name = 'pv1'\nkernel = 'k'\npci = [ '0a:04.0', '0a:04.1' ]\n");
    Difference difference = difference("guests:\n  pv1: {devices: [09:00.0]}\n");
    assertThat(difference.changes().stream().map(Change::toString))
        .containsExactly(
            "- detach 0000:0a:04.0 from guest pv1 now and in its definition",
            "- detach 0000:0a:04.1 from guest pv1 in its definition",
            "+ attach 0000:09:00.0 to guest pv1 now and in its definition");
    assertThat(difference.requests())
        .containsExactly(
            detach(BOTH, "pv1", TWIN),
            detach(LASTING, "pv1", OTHER_TWIN),
            attach(BOTH, "pv1", CARD));
  }

  @Test
  void whatIsNotInTheFileIsLeftAlone() {
    host.hidden(CARD, TWIN).given(3, TWIN);
    Difference difference = difference("guests:\n  pv2: {devices: [09:00.0]}\n");
    assertThat(difference.requests()).containsExactly(attach(LASTING, "pv2", CARD));
    assertThat(difference("").changes()).isEmpty();
  }

  @Test
  void anEmptyListTakesAllDevicesAlsoTheAbsentOnes() {
    host.hidden(CARD).given(3, CARD).put(PV1, "name = 'pv1'\nkernel = 'k'\npci = [ '04:00.0' ]\n");
    assertThat(difference("guests:\n  pv1: {devices: []}\n").requests())
        .containsExactly(detach(NOW, "pv1", CARD), detach(LASTING, "pv1", "0000:04:00.0"));
  }

  /** What the guest gets at its next start is not known. */
  @Test
  void aRunningGuestWhoseDefinitionCannotBeReadIsAnError() {
    host.put(PV1, "name = 'pv1\n");
    Difference difference = difference("guests:\n  pv1: {devices: []}\n");
    assertThat(difference.changes()).isEmpty();
    assertThat(difference.faults().stream().map(Fault::toString))
        .singleElement()
        .asString()
        .contains("no definition of guest 'pv1' was found", "pv1.cfg");
  }

  @Test
  void onlyTheHalfThatDiffersIsRequested() {
    host.hidden(CARD).given(3, CARD);
    assertThat(difference("guests:\n  pv1: {devices: [09:00.0]}\n").requests())
        .containsExactly(attach(LASTING, "pv1", CARD));
    host.put(PV1, "name = 'pv1'\nkernel = 'k'\npci = [ '09:00.0' ]\n");
    assertThat(difference("guests:\n  pv1: {devices: [09:00.0]}\n").changes()).isEmpty();
  }

  @Test
  void guestsLoseDevicesBeforeOthersGetThem() {
    host.hidden(CARD).given(3, CARD).guest(4, "pv4");
    assertThat(
            difference(
                    """
                    guests:
                      pv4: {devices: [09:00.0]}
                      pv1: {devices: []}
                    """)
                .requests())
        .containsExactly(detach(NOW, "pv1", CARD), attach(NOW, "pv4", CARD));
  }

  @Test
  void whatTheHostDoesNotHaveIsAnErrorWithItsLine() {
    host.hidden(TWIN);
    assertThat(
            faults(
                """
                hidden:
                  - 09:01.0
                guests:
                  pv11:
                    devices: [0a:04.0]
                  pv2:
                    devices: [09:00.0, 0a:05.0]
                  elsewhere:
                    devices: []
                """))
        .containsExactly(
            "line 3: this machine has no PCI function 0000:09:01.0; did you mean 0000:09:00.0?",
            "line 5: no guest 'pv11' is running or defined on this host; did you mean 'pv1'?",
            "line 8: 0000:09:00.0 is listed for guest 'pv2', but is not hidden (e1000e); add it to"
                + " 'hidden'",
            "line 8: this machine has no PCI function 0000:0a:05.0; did you mean 0000:0a:04.0?",
            "line 9: no guest 'elsewhere' is running or defined on this host");
  }

  @Test
  void aDeviceThatTheFileHidesTooIsNoError() {
    Difference difference = difference("hidden: [09:00.0]\nguests:\n  pv1: {devices: [09:00.0]}\n");
    assertThat(difference.faults()).isEmpty();
    assertThat(difference.requests()).containsExactly(hide(BOTH, CARD), attach(BOTH, "pv1", CARD));
  }

  @Test
  void anAbsentHiddenDeviceOfAGuestIsReportedOnce() {
    assertThat(faults("hidden: [0b:00.0]\nguests:\n  pv1: {devices: [0b:00.0]}\n"))
        .containsExactly("line 2: this machine has no PCI function 0000:0b:00.0");
  }

  @Test
  void aGuestWhoseDevicesCannotBeComparedIsAnError() {
    host.put("etc/xen/pv2.cfg", "name = 'pv2'\nkernel = 'k'\npci = [ 'name=nic' ]\n");
    assertThat(faults("guests:\n  pv2: {devices: []}\n"))
        .containsExactly(
            "line 3: the entry 'name=nic' in the definition /etc/xen/pv2.cfg does not name one"
                + " function by its address");
    host.put("etc/xen/pv2.cfg", "name = 'pv2'\nkernel = 'k'\npci = [ '0a:04.*' ]\n");
    assertThat(faults("guests:\n  pv2: {devices: []}\n")).hasSize(1);
    host.put("etc/xen/pv2.cfg", "name = 'pv2'\nkernel = 'k'\npci = [ 'nonsense' ]\n");
    assertThat(faults("guests:\n  pv2: {devices: []}\n")).hasSize(1);
  }

  @Test
  void aGuestWithSeveralDefinitionsIsAnError() {
    host.put("etc/xen/copy.cfg", "name = 'pv2'\nkernel = 'k'\n");
    assertThat(faults("guests:\n  pv2: {devices: []}\n"))
        .containsExactly(
            "line 3: guest 'pv2' has several definitions: /etc/xen/copy.cfg, /etc/xen/pv2.cfg");
  }

  private Difference difference(String text) {
    Declaration.Parsed parsed = Declaration.parse("format: 1\n" + text);
    assertThat(parsed.faults()).isEmpty();
    return Difference.of(host.observed(), parsed.declaration());
  }

  private List<String> faults(String text) {
    return difference(text).faults().stream().map(Fault::toString).toList();
  }
}
