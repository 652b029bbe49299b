package gangway.operation;

import static gangway.check.Requests.BOTH;
import static gangway.check.Requests.NOW;
import static gangway.check.Requests.attach;
import static gangway.check.Requests.detach;
import static gangway.check.Requests.hide;
import static gangway.host.GuideHost.CARD;
import static gangway.host.GuideHost.TWIN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gangway.check.Checks;
import gangway.check.Finding;
import gangway.guard.NotCovered;
import gangway.guard.Risks;
import gangway.host.GuideHost;
import gangway.host.Observer;
import gangway.host.XenServerTool;
import gangway.request.Request;
import gangway.xen.definition.NewGuestExamples;
import gangway.xen.definition.Toolstack;
import gangway.xen.guest.Guest;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Guests of XCP-ng are managed by xapi: Gangway shows them, and changes none of them. */
class GuestsOfXapiTest {
  private static final String UUID = "5f2b8a10-0c5e-4d0e-9a1f-3d1f6e0a7c11";

  private final GuideHost host = withGuest();

  /** Guest pv1 is domain 3 of the example host. */
  private static GuideHost withGuest() {
    GuideHost host = XenServerTool.install(new GuideHost().without("etc/xen/pv1.cfg"));
    host.store().with("/local/domain/3/vm", "/vm/" + UUID).with("/xapi/" + UUID + "/private", "");
    return host;
  }

  @Test
  void aGuestOfXapiIsKnownByXapisNodeInXenStore() {
    Guest guest = host.observed().guests().named("pv1").getFirst();

    assertThat(guest.toolstack()).isEqualTo(Toolstack.XAPI);
    assertThat(guest.definitions()).isEmpty();
  }

  @Test
  void aNodeOfAnotherGuestChangesNothing() {
    host.store().with("/local/domain/3/vm", "/vm/aaaa8a10-0c5e-4d0e-9a1f-3d1f6e0a7c11");

    assertThat(host.observed().guests().named("pv1").getFirst().toolstack())
        .isEqualTo(Toolstack.XL);
  }

  @Test
  void attachIsRefusedWithTheCommandsForAllFunctionsOfTheGuest() {
    host.hidden(CARD, TWIN).given(3, TWIN);

    Finding finding = refusal(attach(BOTH, "pv1", CARD));

    assertThat(finding.sentence())
        .isEqualTo(
            "guest 'pv1' is managed by xapi, which undoes changes of others at the guest's next"
                + " start");
    assertThat(finding.remedy())
        .isEqualTo(
            "shut the guest down (xe vm-shutdown uuid=%1$s), then: xe vm-param-set uuid=%1$s"
                    .formatted(UUID)
                + " other-config:pci=0/0000:09:00.0,0/0000:0a:04.0; then: xe vm-start uuid="
                + UUID);
    assertThat(finding.evidence())
        .contains(
            "XenStore: /xapi/%s exists".formatted(UUID), "functions of the guest now: " + TWIN);
    assertThat(finding.waiver()).isEqualTo(Finding.Waiver.NOTHING);
  }

  @Test
  void detachOfTheLastFunctionRemovesXapisSetting() {
    host.hidden(CARD).given(3, CARD);

    assertThat(refusal(detach(NOW, "pv1", CARD)).remedy())
        .contains(
            "xe vm-param-remove uuid=%s param-name=other-config param-key=pci".formatted(UUID));
  }

  @Test
  void aNewGuestIsRefusedAlsoIfNoGuestRuns() {
    Request made =
        new Request.New(
            NewGuestExamples.withKernel(Toolstack.XL, "09:00.0"), Set.of(Request.Reach.LASTING));

    assertThat(refusal(made).remedy())
        .isEqualTo(
            "create the guest by xapi (xe vm-install), then give it the functions: xe vm-param-set"
                + " uuid=UUID other-config:pci=0/0000:09:00.0");
  }

  @Test
  void functionsAreHiddenAsOnEveryHost() {
    assertThat(Checks.of(host.observed(), hide(BOTH, CARD))).filteredOn(Finding::blocks).isEmpty();
  }

  @Test
  void saveIsRefused() {
    assertThatThrownBy(() -> new SavedGuests(host.machine()).save("pv1", new UnseenProgress()))
        .hasMessageContaining("guest 'pv1' is managed by xapi");
  }

  @Test
  void theGuardSaysWhatXapiDoesWithoutIt() {
    assertThat(NotCovered.of(Risks.read(host.machine())))
        .singleElement()
        .asString()
        .startsWith("not guarded: what xapi does with its guests (pv1 (domain 3)), because")
        .contains("VM_HAS_PCI_ATTACHED");
    assertThat(NotCovered.of(Risks.read(new GuideHost().machine()))).isEmpty();
  }

  private Finding refusal(Request request) {
    List<Finding> blocking =
        Checks.of(new Observer(host.machine()).forRequest(request), request).stream()
            .filter(finding -> finding.code().equals("GUEST-OF-XAPI"))
            .toList();
    assertThat(blocking).hasSize(1);
    return blocking.getFirst();
  }
}
