package gangway.passthrough;

import static gangway.check.Requests.BOTH;
import static gangway.check.Requests.LASTING;
import static gangway.check.Requests.NOW;
import static gangway.check.Requests.attach;
import static gangway.check.Requests.detach;
import static gangway.check.Requests.hide;
import static gangway.check.Requests.unhide;
import static gangway.host.GuideHost.CARD;
import static gangway.host.GuideHost.DISK;
import static gangway.host.GuideHost.OTHER_TWIN;
import static gangway.host.GuideHost.TWIN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import gangway.Problem;
import gangway.check.Finding;
import gangway.check.Verdict;
import gangway.host.ActingHost;
import gangway.host.GuideHost;
import gangway.operation.RecordedProgress;
import gangway.operation.Runs;
import gangway.plan.Plan;
import gangway.request.Request;
import gangway.request.Request.Reach;
import gangway.request.RequestDraft;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Preparing a request, and verifying its result. */
class PreparedRequestTest {
  private static final String DEFINED =
      "name = \"pv1\"\nbootloader='pygrub'\npci = [ \"09:00.0\" ]\n";
  private static final String HIDDEN_AT_BOOT =
      "options xen-pciback hide=(0000:09:00.0)\nsoftdep e1000e pre: xen-pciback\n";

  private GuideHost host;

  @BeforeEach
  void host() {
    host = new GuideHost();
  }

  @Test
  void aFunctionWithoutADriverInTheGuestIsReportedIfTheGuestHasAnAgent() {
    host.hidden(CARD, TWIN);
    assertThat(performed(attach(NOW, "pv1", CARD))).as("no agent").isEmpty();
    host.store().with("/local/domain/3/data/gangway/agent", "1");
    assertThat(performed(attach(NOW, "pv1", TWIN)))
        .extracting(Finding::code)
        .containsExactly("GUEST-NO-DRIVER");
    host.store().with("/local/domain/3/data/gangway/pci/0000-00-00-0", "e1000e");
    performed(detach(NOW, "pv1", CARD));
    assertThat(performed(attach(NOW, "pv1", CARD))).as("driven").isEmpty();
  }

  @Test
  void aRequestThatIsAlreadyMetNeedsNoSteps() {
    host.hidden(CARD, TWIN).given(3, CARD);
    host.put("etc/modprobe.d/gangway.conf", HIDDEN_AT_BOOT).put("etc/xen/pv1.cfg", DEFINED);
    for (Request request :
        List.of(
            hide(BOTH, CARD),
            hide(NOW, CARD, TWIN),
            unhide(BOTH, OTHER_TWIN),
            unhide(LASTING, TWIN),
            attach(BOTH, "pv1", CARD),
            detach(NOW, "pv1", TWIN),
            detach(LASTING, "pv2", CARD))) {
      PreparedRequest prepared = rehearse(request);
      assertThat(prepared.alreadySo()).as(request.toString()).isTrue();
      assertThat(prepared.plan().steps()).isEmpty();
    }
  }

  @Test
  void aRequestThatIsPartlyMetHasAPlan() {
    host.hidden(CARD, TWIN).given(3, CARD);
    host.put("etc/modprobe.d/gangway.conf", HIDDEN_AT_BOOT).put("etc/xen/pv1.cfg", DEFINED);
    for (Request request :
        List.of(
            hide(LASTING, CARD, TWIN),
            hide(NOW, CARD, OTHER_TWIN),
            unhide(LASTING, CARD),
            unhide(NOW, TWIN),
            attach(NOW, "pv1", TWIN),
            attach(LASTING, "pv1", TWIN),
            attach(LASTING, "pv2", TWIN),
            detach(NOW, "pv1", CARD),
            detach(LASTING, "pv1", CARD))) {
      PreparedRequest prepared = rehearse(request);
      assertThat(prepared.alreadySo()).as(request.toString()).isFalse();
      assertThat(prepared.verdict().refused()).as(request.toString()).isFalse();
      assertThat(prepared.plan().steps()).as(request.toString()).isNotEmpty();
    }
  }

  @Test
  void aBlockedRequestHasNoPlan() {
    PreparedRequest prepared = rehearse(hide(NOW, CARD, DISK));
    assertThat(prepared.verdict().refused()).isTrue();
    assertThat(prepared.verdict().findings()).extracting(Finding::code).contains("DISK-ROOT");
    assertThat(prepared.plan().steps()).isEmpty();
  }

  @Test
  void aWarningBlocksNothing() {
    host.hidden(CARD)
        .put("etc/xen/pv2.cfg", "name = 'pv2'\nbootloader='pygrub'\npci = ['09:00.0']\n");
    PreparedRequest prepared = rehearse(unhide(NOW, CARD));
    assertThat(prepared.verdict().findings()).extracting(Finding::code).containsExactly("DEFINED");
    assertThat(prepared.verdict().refused()).isFalse();
    assertThat(prepared.plan().steps()).isNotEmpty();
  }

  @Test
  void preparingChangesNothing() {
    host.hidden(TWIN);
    var before = host.everything();
    rehearse(hide(BOTH, CARD));
    rehearse(unhide(BOTH, TWIN));
    rehearse(attach(BOTH, "pv1", TWIN));
    assertThat(host.everything()).isEqualTo(before);
  }

  @Test
  void theResultIsVerifiedEvenIfAllStepsSucceed() {
    host.hidden(TWIN);
    assertResultNotAsRequested(
        hide(BOTH, CARD),
        "0000:09:00.0 is not bound to pciback; owner: e1000e",
        "0000:09:00.0 is not hidden at boot");
    assertResultNotAsRequested(
        unhide(NOW, TWIN), "0000:0a:04.0 is not bound to a dom0 driver; owner: pciback");
    assertResultNotAsRequested(
        attach(BOTH, "pv1", TWIN),
        "0000:0a:04.0 is not attached to guest pv1; owner: pciback",
        "0000:0a:04.0 is not in the definition of guest pv1",
        SavedByOthers.warning(TWIN.toString()));
    host.given(3, TWIN)
        .put("etc/xen/pv1.cfg", "name = 'pv1'\nbootloader='pygrub'\npci = ['0a:04.0']\n");
    assertResultNotAsRequested(
        detach(BOTH, "pv1", TWIN),
        "XenStore still records 0000:0a:04.0 for guest pv1; owner: guest pv1",
        "0000:0a:04.0 is still in the definition of guest pv1");
    host.put("etc/modprobe.d/gangway.conf", HIDDEN_AT_BOOT);
    assertResultNotAsRequested(unhide(LASTING, CARD), "0000:09:00.0 is still hidden at boot");
    host.without("sys/bus/pci/devices/" + CARD);
    assertResultNotAsRequested(
        hide(NOW, CARD), "0000:09:00.0 is not bound to pciback; the function is absent");
  }

  @Test
  void aResultThatCannotBeObservedIsAFailure() {
    host.withoutXl();
    PreparedRequest prepared = rehearse(hide(NOW, CARD));
    SortedMap<String, String> before = host.everything();
    ActingHost machine = host.machine().losingXenStoreAfter(4);
    Problem problem =
        catchThrowableOfType(
            Problem.class, () -> Runs.perform(prepared, machine, new RecordedProgress()));
    assertThat(machine.acts()).hasSize(8);
    assertThat(problem.kind()).isEqualTo(Problem.Kind.FAILED);
    assertThat(problem.evidence()).containsExactly("XenStore cannot be read");
    assertThat(host.changesSince(before)).isEmpty();
  }

  @Test
  void aFunctionWithoutAnOriginalDriverStaysWithoutADriver() {
    host.function("0000:0b:00.0", "8086:10d6", "20000", "");
    assertThat(rehearse(unhide(NOW, "0000:0b:00.0")).alreadySo()).isTrue();
    host.unbind("e1000e", CARD);
    host.put("var/lib/gangway/original/" + CARD, "id=8086:10d3\ndriver=e1000e\n");
    assertThat(rehearse(unhide(NOW, CARD)).alreadySo()).isFalse();
  }

  @Test
  void withoutAnOriginalDriverTheKernelProbesItsDrivers() {
    host.hidden(CARD).without("var/lib/gangway/original/" + CARD);
    claimedBy("e1000e\nigb\n");
    assertThat(performed(unhide(NOW, CARD))).isEmpty();
    assertThat(holder()).contains("e1000e");
  }

  @Test
  void aFunctionThatNoDriverTakesIsReported() {
    host.hidden(CARD).without("var/lib/gangway/original/" + CARD);
    claimedBy("");
    host.without("sys/bus/pci/drivers/e1000e");
    List<Finding> remarks = performed(unhide(NOW, CARD));
    assertThat(holder()).isEmpty();
    assertThat(remarks).extracting(Finding::code).containsExactly("NO-DRIVER");
    assertThat(remarks.getFirst().remedy()).contains("modprobe");
  }

  /** When a request takes effect if the user does not specify now or lasting. */
  private Set<Reach> reach(String guest) {
    return RequestDraft.of(attach(NOW, guest, CARD), Set.of())
        .on(host.observed().guests())
        .request()
        .reach();
  }

  @Test
  void theReachOfARequestDependsOnTheGuest() {
    host.guest(4, "pv4");
    assertThat(reach("pv1")).isEqualTo(BOTH);
    assertThat(reach("pv2")).isEqualTo(LASTING);
    assertThat(reach("pv4")).isEqualTo(NOW);
    assertThat(reach("nobody")).isEqualTo(NOW);
  }

  @Test
  void aRequestHasAtLeastOneFunctionAndEachOnce() {
    assertThat(hide(NOW, CARD, TWIN, CARD).functions()).hasSize(2);
    assertThat(hide(NOW, CARD).verb()).isEqualTo("hide");
    assertThat(catchThrowableOfType(IllegalArgumentException.class, () -> hide(NOW))).isNotNull();
    assertThat(catchThrowableOfType(IllegalArgumentException.class, () -> hide(Set.of(), CARD)))
        .isNotNull();
  }

  private PreparedRequest rehearse(Request request) {
    return Runs.rehearsed(host, request);
  }

  private List<Finding> performed(Request request) {
    return Runs.perform(rehearse(request), host.machine(), new RecordedProgress());
  }

  private Optional<String> holder() {
    return host.observed().inventory().functions().meant(CARD).driver();
  }

  private void claimedBy(String modules) {
    String modalias = host.observed().inventory().functions().meant(CARD).modalias();
    host.answer("modprobe -R " + modalias, modules);
  }

  /** Performs a plan without steps, so that nothing changes. */
  private void assertResultNotAsRequested(Request request, String... unmet) {
    PreparedRequest empty =
        new PreparedRequest(
            new Verdict(request, List.of(), List.of()),
            host.observed().inventory(),
            false,
            new Plan(List.of()),
            new TreeMap<>());
    Problem problem =
        catchThrowableOfType(
            Problem.class, () -> Runs.perform(empty, host.machine(), new RecordedProgress()));
    assertThat(problem.kind()).isEqualTo(Problem.Kind.FAILED);
    assertThat(problem.evidence())
        .first()
        .isEqualTo("all steps succeeded but the result is not as requested");
    assertThat(problem.evidence().subList(1, problem.evidence().size())).containsExactly(unmet);
  }
}
