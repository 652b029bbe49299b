package gangway.operation;

import static gangway.check.Requests.BOTH;
import static gangway.check.Requests.LASTING;
import static gangway.check.Requests.NOW;
import static gangway.check.Requests.attach;
import static gangway.check.Requests.hide;
import static gangway.check.Requests.unhide;
import static gangway.host.GuideHost.CARD;
import static gangway.host.GuideHost.TWIN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import gangway.Problem;
import gangway.check.Finding;
import gangway.host.ActingHost;
import gangway.host.ActingHost.Failure;
import gangway.host.GuideHost;
import gangway.journal.Journal;
import gangway.operation.RequestOperation.Result;
import gangway.pci.Examples;
import gangway.pci.PciAddress;
import gangway.pci.identity.DeviceIdentity;
import gangway.pci.identity.HardwareRecord;
import gangway.pci.identity.Identities;
import gangway.pci.identity.SerialData;
import gangway.request.Request;
import gangway.request.RequestDraft;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An operation that gives a device away records which device that is. */
class DeviceRecordingTest {
  private static final String FILE = "var/lib/gangway/hardware.json";

  private GuideHost host;

  @BeforeEach
  void host() {
    host =
        new GuideHost()
            .put("proc/sys/kernel/random/boot_id", "2f0d\n")
            .config(CARD, Examples.configBytes("82574l.txt"));
    String network = host.folder(CARD) + "/net/eth1";
    host.put(network + "/address", "00:1b:21:20:c4:a5\n").put(network + "/addr_assign_type", "0\n");
  }

  @Test
  void hideRecordsTheDeviceWithTheSerialNumbersThatItsDriverShows() {
    DeviceIdentity before = Identities.of(host, CARD);
    assertThat(before.serials().mac()).isEqualTo(new SerialData.Known("00:1b:21:20:c4:a5"));
    assertThat(perform(hide(NOW, CARD))).isInstanceOf(Result.Done.class);
    assertThat(devices()).containsExactly(Map.entry(GuideHost.address(CARD), before));
    assertThat(host.mode(FILE)).isEqualTo("rw-------");
  }

  @Test
  void hideAtBootAndAttachRecordTheirDevicesToo() {
    perform(hide(LASTING, TWIN));
    host.hidden(CARD);
    perform(attach(BOTH, "pv1", CARD));
    assertThat(devices().keySet())
        .containsExactly(GuideHost.address(CARD), GuideHost.address(TWIN));
  }

  @Test
  void assignRecordsItsDevicesOnce() {
    assertThat(AssignedHost.operation(attach(NOW, "pv1", CARD)).perform(by(host.machine())))
        .isInstanceOf(Result.Done.class);
    assertThat(devices().keySet()).containsExactly(GuideHost.address(CARD));
    assertThat(devices().firstEntry().getValue().serials().mac())
        .isInstanceOf(SerialData.Known.class);
  }

  @Test
  void takingADeviceBackKeepsItsRecord() {
    perform(hide(NOW, CARD));
    SortedMap<PciAddress, DeviceIdentity> recorded = devices();
    perform(unhide(NOW, CARD));
    assertThat(devices()).isEqualTo(recorded);
  }

  /** The hidden device is as requested; it must not be given back because of the record. */
  @Test
  void aRecordThatCannotBeWrittenIsAWarningAndTheDeviceStaysHidden() {
    perform(hide(NOW, TWIN));
    ActingHost counting = host.machine();
    new RequestOperation(_ -> RequestDraft.of(hide(NOW, CARD))).perform(by(counting));
    int write = index(counting.acts(), "hardware.json");
    host();
    perform(hide(NOW, TWIN));

    ActingHost failing = host.machine().failing(write, Failure.NOT_DONE);
    Result result =
        new RequestOperation(_ -> RequestDraft.of(hide(NOW, CARD))).perform(by(failing));
    assertThat(((Result.Done) result).remarks())
        .extracting(Finding::code)
        .containsExactly("DEVICE-NOT-RECORDED");
    assertThat(((Result.Done) result).remarks().getFirst().remedy())
        .isEqualTo("fix the cause, then run 'gangway hardware --acknowledge 0000:09:00.0'");
    assertThat(host.observed().inventory().at(GuideHost.address(CARD)).orElseThrow().hiddenNow())
        .isTrue();
    assertThat(devices().keySet()).containsExactly(GuideHost.address(TWIN));
    assertThat(new Journal(host.machine()).open()).isEmpty();
  }

  /** From 1, as failures are counted. */
  private static int index(List<String> acts, String name) {
    for (int i = 0; i < acts.size(); i++) {
      if (acts.get(i).contains(name)) {
        return i + 1;
      }
    }
    throw new AssertionError("no act with " + name + ": " + acts);
  }

  @Test
  void anOperationThatFailsRecordsNothing() {
    ActingHost complete = host.machine();
    new RequestOperation(_ -> RequestDraft.of(hide(NOW, CARD))).perform(by(complete));
    int bind = index(complete.acts(), "pciback/bind");
    host();
    ActingHost failing = host.machine().failing(bind, Failure.NOT_DONE);
    assertThat(
            catchThrowableOfType(
                Problem.class,
                () ->
                    new RequestOperation(_ -> RequestDraft.of(hide(NOW, CARD)))
                        .perform(by(failing))))
        .isNotNull();
    assertThat(HardwareRecord.of(host.machine())).isEqualTo(new HardwareRecord.Absent());
  }

  private SortedMap<PciAddress, DeviceIdentity> devices() {
    return HardwareRecord.of(host.machine()).known().devices();
  }

  private Result perform(Request request) {
    return new RequestOperation(_ -> RequestDraft.of(request)).perform(by(host.machine()));
  }

  private static Submission by(ActingHost machine) {
    return Submission.of(machine, List.of("test"), new UnseenProgress());
  }
}
