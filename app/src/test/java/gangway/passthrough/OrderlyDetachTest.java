package gangway.passthrough;

import static gangway.check.Requests.NOW;
import static gangway.check.Requests.detach;
import static gangway.check.Requests.forcedDetach;
import static gangway.host.GuideHost.CARD;
import static gangway.host.GuideHost.TWIN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import gangway.Problem;
import gangway.check.Verdict;
import gangway.host.ActingHost;
import gangway.host.ActingHost.Failure;
import gangway.host.GuideHost;
import gangway.host.HostSnapshot;
import gangway.host.Observer;
import gangway.operation.RecordedProgress;
import gangway.operation.Runs;
import gangway.pci.ConfigBytes;
import gangway.plan.Action;
import gangway.request.Request;
import gangway.xen.protocol.PciBackend;
import java.util.List;
import java.util.SortedMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A guest must release a function before it is detached; otherwise the guest keeps it. */
class OrderlyDetachTest {
  private static final String NODE = "/local/domain/0/backend/pci/3/0";

  private static final String COUNTED = "replace /var/lib/gangway/hot-plugs/3";

  private GuideHost host;

  @BeforeEach
  void aGuestHasTwoFunctions() {
    host = new GuideHost().hidden(CARD, TWIN).given(3, CARD, TWIN);
  }

  @Test
  void theGuestReleasesTheFunctionBeforeTheToolstackDetaches() {
    ActingHost machine = host.machine();
    perform(machine, detach(NOW, "pv1", CARD));
    assertThat(machine.acts())
        .containsExactly(
            COUNTED,
            written(state(NODE, "7"), state(NODE, 0, "5")),
            written(state(NODE, "4"), state(NODE, 0, "6")),
            "run xl pci-detach 3 0000:09:00.0",
            // dom0 answers in the place of pciback, and the guest scans its bus again
            written(state(NODE, "4")),
            written(state(NODE, "8")),
            written(state(NODE, "4")));
    assertThat(host.store().read(NODE + "/state")).contains("4");
    assertThat(functions()).containsExactly(TWIN);
  }

  @Test
  void theRecordIsRemovedWithTheLastFunction() {
    ActingHost machine = host.machine();
    perform(machine, detach(NOW, "pv1", CARD, TWIN));
    assertThat(machine.acts())
        .containsSubsequence(
            "run xl pci-detach 3 0000:09:00.0",
            "run xl pci-detach 3 0000:0a:04.0",
            written(state(NODE, "4")));
    assertThat(machine.acts()).last().isEqualTo(written(state(NODE, "4")));
    assertThat(host.store().list(NODE)).isEmpty();
  }

  @Test
  void aGuestThatDoesNotAnswerKeepsItsDeviceAndTheErrorShowsTheStates() {
    SortedMap<String, String> before = host.everything();
    ActingHost machine = host.machine().withDeafGuests();
    Problem problem = refused(machine, detach(NOW, "pv1", CARD));
    assertThat(problem.kind()).isEqualTo(Problem.Kind.FAILED);
    assertThat(problem.blocker()).isEqualTo("failed; everything is as it was before");
    assertThat(problem.evidence())
        .containsExactly(
            "could not request guest pv1 to release 0000:09:00.0: the guest did not answer in time",
            "XenStore: %s: backend 7 reconfiguring, frontend 4 connected, entry 5 closing"
                .formatted(NODE));
    assertThat(problem.remedy()).contains("xl console 3", "--force");
    assertThat(machine.acts()).noneMatch(act -> act.startsWith("run "));
    assertThat(host.changesSince(before)).isEmpty();
    machine.wakeGuest(3);
    assertThat(host.changesSince(before)).as("when the guest responds again").isEmpty();
  }

  @Test
  void theGuestKeepsADeviceThatItsAgentReportsInUse() {
    ActingHost machine = host.machine().withAgentSaying(3, "no /dev/sdb1 is mounted at /srv");
    SortedMap<String, String> before = host.everything();
    Problem problem = refused(machine, detach(NOW, "pv1", CARD));
    assertThat(problem.kind()).isEqualTo(Problem.Kind.FAILED);
    assertThat(problem.evidence())
        .containsExactly(
            "could not request guest pv1 to release 0000:09:00.0: the guest still uses the device",
            "the agent in the guest: no /dev/sdb1 is mounted at /srv");
    assertThat(problem.remedy()).contains("--force");
    assertThat(host.changesSince(before)).allMatch(change -> change.contains("/data/gangway/"));
    perform(machine, forcedDetach(NOW, "pv1", CARD));
    assertThat(functions()).containsExactly(TWIN);
  }

  @Test
  void aDeviceThatTheAgentReleasesIsDetached() {
    perform(host.machine().withAgentSaying(3, "yes"), detach(NOW, "pv1", CARD));
    assertThat(functions()).containsExactly(TWIN);
  }

  @Test
  void anAgentThatDoesNotAnswerDoesNotPreventTheDetach() {
    host.store().with("/local/domain/3/data/gangway/agent", "1");
    perform(host.machine(), detach(NOW, "pv1", CARD));
    assertThat(functions()).containsExactly(TWIN);
  }

  @Test
  void withForceAFunctionOfAGuestThatDoesNotAnswerIsDetached() {
    ActingHost machine = host.machine().withDeafGuests();
    perform(machine, forcedDetach(NOW, "pv1", CARD));
    String frontend = "/local/domain/3/device/pci/0";
    assertThat(machine.acts())
        .containsExactly(
            COUNTED,
            written(state(NODE, "7"), state(NODE, 0, "5")),
            written(state(frontend, "7")),
            written(state(frontend, "4")),
            written(state(NODE, "4"), state(NODE, 0, "6")),
            "run xl pci-detach 3 0000:09:00.0",
            written(state(NODE, "4")));
    assertThat(functions()).containsExactly(TWIN);
    SortedMap<String, String> taken = host.everything();
    machine.wakeGuest(3);
    assertThat(host.changesSince(taken)).as("when the guest responds again").isEmpty();
  }

  @Test
  void withForceAGuestThatAnswersReleasesTheFunctionItself() {
    ActingHost machine = host.machine();
    perform(machine, forcedDetach(NOW, "pv1", CARD));
    assertThat(machine.acts()).noneMatch(act -> act.contains("device/pci"));
  }

  @Test
  void anInterruptLineOfAnotherFunctionIsNotRemoved() {
    onOneLine(new ConfigBytes().messages());
    SortedMap<String, String> before = host.everything();
    Problem problem = refused(host.machine(), detach(NOW, "pv1", CARD));
    assertThat(problem.kind()).isEqualTo(Problem.Kind.FAILED);
    assertThat(problem.evidence())
        .contains(
            "could not detach 0000:09:00.0 from guest pv1: 0000:0a:04.0, which the guest keeps,"
                + " would lose its interrupts",
            "0000:09:00.0 uses interrupt line 22 too, and Xen's tools remove the line with the"
                + " function");
    assertThat(problem.remedy()).contains("in the same command", "--force");
    assertThat(host.changesSince(before)).isEmpty();
    perform(host.machine(), forcedDetach(NOW, "pv1", CARD));
    assertThat(functions()).containsExactly(TWIN);
  }

  @Test
  void functionsOfOneInterruptLineAreDetachedTogether() {
    onOneLine(new ConfigBytes());
    perform(host.machine(), detach(NOW, "pv1", CARD, TWIN));
    assertThat(host.store().list(NODE)).isEmpty();
  }

  @Test
  void aFunctionWithMsiNeedsNoInterruptLine() {
    onOneLine(new ConfigBytes().messagesInUse());
    perform(host.machine(), detach(NOW, "pv1", CARD));
    assertThat(functions()).containsExactly(TWIN);
  }

  /** The functions in the record of the guest. */
  private List<String> functions() {
    return PciBackend.read(host.store(), 3).orElseThrow().entries().stream()
        .map(entry -> entry.function().toString())
        .toList();
  }

  private void onOneLine(ConfigBytes other) {
    host.put(host.folder(CARD) + "/irq", "22\n").put(host.folder(TWIN) + "/irq", "22\n");
    host.config(CARD, new ConfigBytes().bytes()).config(TWIN, other.bytes());
  }

  @Test
  void thePlanShowsAForcedDetach() {
    assertThat(rehearse(forcedDetach(NOW, "pv1", CARD)).plan().steps().get(1).acts())
        .hasToString(
            "[request domain 3 through XenStore to release 0000:09:00.0; if the domain does not"
                + " answer, answer in its place]");
  }

  @Test
  void ifTheToolstackFailsTheGuestGetsTheFunctionBack() {
    SortedMap<String, String> before = host.everything();
    ActingHost machine = host.machine().failing(4, Failure.NOT_DONE);
    Problem problem = refused(machine, detach(NOW, "pv1", CARD));
    assertThat(problem.kind()).isEqualTo(Problem.Kind.FAILED);
    assertThat(machine.acts())
        .endsWith(
            "run xl pci-detach 3 0000:09:00.0", written(state(NODE, "7"), state(NODE, 0, "1")));
    assertThat(host.changesSince(before)).isEmpty();
  }

  @Test
  void ifTheHandshakeFailsTheToolstackDetachesAndAttachesAgain() {
    SortedMap<String, String> before = host.everything();
    ActingHost machine = host.machine();
    // all that dom0 writes while xl looks for an answer, and once more
    IntStream.rangeClosed(5, 105).forEach(n -> machine.failing(n, Failure.FAULT));
    assertThat(refused(machine, detach(NOW, "pv1", CARD)).kind()).isEqualTo(Problem.Kind.FAILED);
    assertThat(machine.acts().stream().filter(act -> act.startsWith("run ")))
        .containsExactly(
            "run xl pci-detach 3 0000:09:00.0",
            "run xl pci-detach 3 0000:09:00.0",
            "run xl pci-attach 3 0000:09:00.0");
    assertThat(host.changesSince(before)).isEmpty();
  }

  /** Without dom0's answer, pciback would stay reconfiguring, and no later detach would succeed. */
  @Test
  void anAnswerThatFailsOnceIsRepeated() {
    ActingHost machine = host.machine().failing(5, Failure.FAULT);
    perform(machine, detach(NOW, "pv1", CARD));
    assertThat(machine.acts().stream().filter(act -> act.startsWith("run ")))
        .containsExactly("run xl pci-detach 3 0000:09:00.0");
    assertThat(host.store().read(NODE + "/state")).contains("4");
  }

  /** A detach works while another function is released and not yet detached. */
  @Test
  void aReleasedFunctionDoesNotBlockOthers() {
    ActingHost machine = host.machine();
    DetachHandshake card = new DetachHandshake(machine, 3, GuideHost.address(CARD));
    card.letGo(Request.Manner.ORDERLY);
    perform(machine, detach(NOW, "pv1", TWIN));
    card.keep();
    assertThat(host.store().read(NODE + "/state-0")).contains("3");
    assertThat(host.store().read(NODE + "/dev-1")).isEmpty();
  }

  /** libxl moves the entries after the one that it removes. */
  @Test
  void aReleasedFunctionIsFoundAgainAfterItsEntryHasMoved() {
    ActingHost machine = host.machine();
    DetachHandshake twin = new DetachHandshake(machine, 3, GuideHost.address(TWIN));
    twin.letGo(Request.Manner.ORDERLY);
    perform(machine, detach(NOW, "pv1", CARD));
    twin.keep();
    assertThat(functions()).containsExactly(TWIN);
    assertThat(host.store().read(NODE + "/state-0")).contains("3");
  }

  @Test
  void theToolstackDoesNotDetachAFunctionThatIsNotReleased() {
    ActingHost machine = host.machine();
    Action pull = rehearse(detach(NOW, "pv1", CARD)).plan().steps().getLast().acts().getLast();
    Problem problem = catchThrowableOfType(Problem.class, () -> pull.perform(machine));
    assertThat(problem.blocker()).isEqualTo("the guest has not released the device");
    assertThat(machine.acts()).isEmpty();
  }

  private Problem refused(ActingHost machine, Request request) {
    return catchThrowableOfType(Problem.class, () -> perform(machine, request));
  }

  private void perform(ActingHost machine, Request request) {
    Runs.perform(rehearse(request), machine, new RecordedProgress());
  }

  private PreparedRequest rehearse(Request request) {
    Observer observer = new Observer(host.machine());
    HostSnapshot observed = observer.forRequest(observer.inventory(), request);
    return PreparedRequest.of(observed, Verdict.of(observed, request, List.of()));
  }

  private static String written(String... values) {
    return "write {" + String.join(", ", values) + "} to XenStore";
  }

  private static String state(String end, String state) {
    return end + "/state=" + state;
  }

  private static String state(String node, int index, String state) {
    return node + "/state-" + index + "=" + state;
  }
}
