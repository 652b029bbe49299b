package gangway.operation;

import static gangway.check.Requests.NOW;
import static gangway.check.Requests.attach;
import static gangway.check.Requests.detach;
import static gangway.check.Requests.forcedDetach;
import static gangway.host.GuideHost.CARD;
import static gangway.host.GuideHost.TWIN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import gangway.Problem;
import gangway.check.Acceptance;
import gangway.check.Finding;
import gangway.check.Verdict;
import gangway.guard.Refusals;
import gangway.guard.XlCall;
import gangway.host.ActingHost;
import gangway.host.GuideHost;
import gangway.host.HostSnapshot;
import gangway.host.Observer;
import gangway.journal.Journal;
import gangway.migration.GuestSave;
import gangway.migration.ImagePlace;
import gangway.request.Request;
import gangway.request.RequestDraft;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No function is attached or detached while another program saves or migrates the guest. */
class SavedByOthersTest {
  private static final String SAVER = "proc/4711/cmdline";
  private static final String SAVE = "/bin/sh\0/usr/sbin/xl\0save\0pv1\0/srv/pv1.image\0";
  private static final String ATTACH = "run xl pci-attach 3 " + CARD;

  private GuideHost host;

  @BeforeEach
  void aHostWithAHiddenFunction() {
    host = made();
  }

  private static GuideHost made() {
    return new GuideHost()
        .put("proc/sys/kernel/random/boot_id", "2f0d\n")
        .put("proc/1/cmdline", "/sbin/init\0")
        .hidden(CARD, TWIN)
        .given(3, TWIN);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "xl save pv1 /srv/x",
        "/bin/sh /usr/sbin/xl migrate 3 other",
        "/usr/lib/xen/bin/libxl-save-helper.distrib --save-domain 8 -1 3 0"
      })
  void whileAProcessSavesTheGuestEveryRequestForItIsRefused(String line) {
    host.put(SAVER, line.replace(' ', '\0') + "\0");
    for (Request request :
        List.of(
            attach(NOW, "pv1", CARD), detach(NOW, "pv1", TWIN), forcedDetach(NOW, "pv1", TWIN))) {
      Verdict verdict = verdict(request);

      assertThat(verdict.refused()).isTrue();
      assertThat(verdict.findings())
          .filteredOn(finding -> finding.code().equals("GUEST-BEING-SAVED"))
          .singleElement()
          .extracting(Finding::evidence)
          .isEqualTo(List.of("process 4711: " + line));
    }
  }

  @Test
  void aSaveOfAnotherGuestBlocksNothing() {
    host.put(SAVER, "xl\0save\0pv2\0/srv/x\0");
    assertThat(codes(attach(NOW, "pv1", CARD)))
        .doesNotContain("GUEST-BEING-SAVED", "GUEST-MAY-BE-SAVED");
  }

  @Test
  void processesThatAreNotVisibleMustBeAccepted() {
    host.link("proc/self/ns/pid", "pid:[4026532999]");
    assertThat(codes(attach(NOW, "pv1", CARD))).contains("GUEST-MAY-BE-SAVED");
    host = made().link("proc/self/ns/pid", "pid:[4026531836]");
    assertThat(codes(attach(NOW, "pv1", CARD))).doesNotContain("GUEST-MAY-BE-SAVED");
  }

  @Test
  void aGuestThatAnotherProgramSavesIsNotSavedByGangway() {
    host.put(SAVER, SAVE);
    ActingHost machine = host.machine().withModuleSaying(3, "1 0");

    Problem why =
        catchThrowableOfType(
            Problem.class,
            () -> GuestSave.of(machine, "pv1", new ImagePlace(Path.of("/srv/mine"))));

    assertThat(why.kind()).isEqualTo(Problem.Kind.REFUSED);
    assertThat(why.blocker()).contains("another program saves or migrates guest 'pv1'");
  }

  /** The save was allowed, and xl still runs. */
  @Test
  void anAttachThatBeginsAfterTheAnswerIsRefused() {
    host = saveable();
    host.put(SAVER, SAVE);
    assertThat(asked(host)).isTrue();
    ActingHost machine = host.machine();

    assertThat(attached(machine)).isInstanceOf(RequestOperation.Result.Refused.class);

    assertThat(machine.acts()).noneMatch(act -> act.contains("pci-attach"));
    assertThat(new Journal(host.machine()).open()).isEmpty();
  }

  /**
   * A save begins at any moment of an attach, with the guard: first its process, then its question.
   */
  @Test
  void ofASaveAndAnAttachAtTheSameTimeAtMostOneHappens() {
    ActingHost counted = saveable().machine();
    attached(counted);
    assertThat(counted.acts()).contains(ATTACH);
    int refusedAttaches = 0;
    int refusedSaves = 0;
    for (int n = 1; n <= counted.calls().size(); n++) {
      GuideHost tried = saveable();
      AtomicBoolean allowed = new AtomicBoolean();
      ActingHost machine = tried.machine().beforeCall(n, () -> allowed.set(saveBegins(tried)));
      attached(machine);
      boolean attached = machine.acts().contains(ATTACH);
      assertThat(allowed.get() && attached).as(counted.call(n)).isFalse();
      refusedAttaches += attached ? 0 : 1;
      refusedSaves += allowed.get() ? 0 : 1;
    }
    assertThat(refusedAttaches).isPositive();
    assertThat(refusedSaves).isPositive();
  }

  private static boolean saveBegins(GuideHost host) {
    host.put(SAVER, SAVE);
    boolean allowed = asked(host);
    if (!allowed) {
      host.without("proc/4711");
    }
    return allowed;
  }

  /** A save that asks nobody begins after the checks, before the toolstack is called. */
  @Test
  void theProcessesAreReadAgainBeforeTheFirstChange() {
    ActingHost counted = saveable().machine();
    attached(counted);
    int again = counted.calls().size();
    while (!counted.call(again).contains(ATTACH)) {
      again--;
    }
    while (!counted.call(again).contains("/proc/1/cmdline")) {
      again--;
    }
    while (!counted.call(again).contains("ns/pid")) {
      again--;
    }
    GuideHost tried = saveable();
    ActingHost machine = tried.machine().beforeCall(again, () -> tried.put(SAVER, SAVE));

    Problem why = catchThrowableOfType(Problem.class, () -> attached(machine));

    assertThat(why.kind()).isEqualTo(Problem.Kind.FAILED);
    assertThat(why.evidence())
        .anyMatch(line -> line.contains("another program saves or migrates guest 'pv1'"));
    assertThat(machine.acts()).doesNotContain(ATTACH);
  }

  /** The guard allows to save its guest, because the module in the guest's kernel answers. */
  private static GuideHost saveable() {
    GuideHost host =
        new GuideHost()
            .put("proc/sys/kernel/random/boot_id", "2f0d\n")
            .put("proc/1/cmdline", "/sbin/init\0")
            .hidden(CARD);
    host.machine().withModuleSaying(3, "1 0");
    return host;
  }

  private static boolean asked(GuideHost host) {
    return new Refusals(host.machine().withModuleSaying(3, "1 0"))
        .of(XlCall.parse(List.of("save", "pv1", "/srv/pv1.image")))
        .isEmpty();
  }

  private static RequestOperation.Result attached(ActingHost machine) {
    return new RequestOperation(_ -> RequestDraft.of(attach(NOW, "pv1", CARD)))
        .perform(Submission.of(machine, List.of("attach", "pv1", CARD), new UnseenProgress()));
  }

  private List<String> codes(Request request) {
    return verdict(request).findings().stream().map(Finding::code).toList();
  }

  private Verdict verdict(Request request) {
    Observer observer = new Observer(host.machine());
    HostSnapshot seen = observer.forRequest(observer.inventory(), request);
    return Verdict.of(seen, request, List.<Acceptance>of());
  }
}
