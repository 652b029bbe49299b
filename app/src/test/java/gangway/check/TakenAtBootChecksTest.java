package gangway.check;

import static gangway.check.Requests.BOTH;
import static gangway.check.Requests.LASTING;
import static gangway.check.Requests.NOW;
import static gangway.check.Requests.hide;
import static gangway.check.Requests.unhide;
import static gangway.host.GuideHost.CARD;
import static gangway.host.GuideHost.DISK;
import static gangway.host.GuideHost.MANAGEMENT;
import static gangway.host.GuideHost.OTHER_TWIN;
import static gangway.host.GuideHost.TWIN;
import static gangway.pci.identity.Identities.ofId;
import static gangway.pci.identity.Identities.recorded;
import static org.assertj.core.api.Assertions.assertThat;

import gangway.doctor.Diagnosis;
import gangway.doctor.DoctorInput;
import gangway.doctor.Issue;
import gangway.doctor.IssueCase;
import gangway.host.GuideHost;
import gangway.host.Wiring;
import gangway.pci.identity.Identities;
import gangway.request.Request;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * A request that lasts is checked together with everything else that the next boot takes from dom0,
 * also if another program or an administrator configured it.
 */
class TakenAtBootChecksTest {
  private static final String SETTINGS = "etc/modprobe.d/site.conf";
  private static final String VIRTUAL = AffectedFunctionCases.VIRTUAL;

  private final GuideHost host = new GuideHost();

  private List<Finding> blocking(Request request) {
    return Checks.of(host.observed(), request).stream().filter(Finding::blocks).toList();
  }

  private void listed(String list) {
    host.put(
        SETTINGS, "options xen-pciback hide=%s\nsoftdep e1000e pre: xen-pciback\n".formatted(list));
  }

  /** eth1 is on the card, eth2 on the twin. */
  private void bonded() {
    new Wiring(host).bond("bond0", "eth1", "eth2").ipv4("bond0", "default via 10.0.2.2");
  }

  @Test
  void oneNicOfABondIsInTheListAndTheOtherIsAskedFor() {
    bonded();
    assertThat(blocking(hide(LASTING, TWIN))).isEmpty();
    listed("(0000:09:00.0)");
    assertThat(blocking(hide(LASTING, TWIN)))
        .filteredOn(finding -> finding.code().equals("NETWORK-DEFAULT-ROUTE"))
        .hasSize(2)
        .anySatisfy(finding -> {
          assertThat(finding.function()).contains(GuideHost.address(TWIN));
          assertThat(finding.evidence())
              .anyMatch(line -> line.endsWith("would be lost with 0000:09:00.0"));
        })
        .anySatisfy(finding -> {
          assertThat(finding.function()).contains(GuideHost.address(CARD));
          assertThat(finding.evidence())
              .contains(
                  "already in the list to hide at boot: /etc/modprobe.d/site.conf:1:"
                      + " hide=(0000:09:00.0)");
        });
  }

  @Test
  void whatIsHiddenNowOnlyTakesNothingAtTheNextBoot() {
    bonded();
    listed("(0000:09:00.0)");
    assertThat(blocking(hide(NOW, TWIN))).isEmpty();
  }

  @Test
  void aBondThatLosesOneNicByTheListStopsNoOtherRequest() {
    bonded();
    listed("(0000:09:00.0)");
    assertThat(blocking(hide(LASTING, OTHER_TWIN))).isEmpty();
  }

  @Test
  void aVirtualFunctionDisappearsWithAFunctionOfTheList() {
    AffectedFunctionCases.withVirtual(host);
    listed("(0000:09:00.0)");
    assertThat(blocking(hide(LASTING, TWIN)))
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.code()).isEqualTo("KIN-VIRTUAL-FUNCTIONS");
          assertThat(finding.function()).contains(GuideHost.address(CARD));
        });
  }

  @Test
  void aGuestHasAVirtualFunctionOfAFunctionOfTheList() {
    AffectedFunctionCases.withVirtual(host).guest(3, "pv1").hidden(VIRTUAL).given(3, VIRTUAL);
    listed("(0000:09:00.0)");
    assertThat(blocking(hide(LASTING, TWIN)))
        .anySatisfy(finding -> {
          assertThat(finding.code()).isEqualTo("KIN-VIRTUAL-GUEST");
          assertThat(finding.evidence())
              .contains(VIRTUAL + " is a virtual function of 0000:09:00.0 and disappears with it");
        });
  }

  @Test
  void driverctlTakesTheControllerOfTheRootDisk() {
    host.put("etc/driverctl.d/pci-" + DISK, "vfio-pci\n");
    assertThat(blocking(hide(BOTH, CARD)))
        .first()
        .satisfies(finding -> {
          assertThat(finding.code()).isEqualTo("DISK-ROOT");
          assertThat(finding.evidence())
              .contains(
                  "driverctl binds it at every boot: /etc/driverctl.d/pci-0000:00:1f.2: vfio-pci");
        });
    assertThat(worst().remedy().toString()).contains("driverctl unset-override 0000:00:1f.2");
  }

  @Test
  void driverctlCanAlsoKeepADriverOfDom0() {
    host.put("etc/driverctl.d/pci-" + DISK, "ahci\n");
    assertThat(blocking(hide(BOTH, CARD))).isEmpty();
  }

  @Test
  void qubesTakesTheNicOfTheDefaultRoute() {
    host.put("proc/cmdline", "rd.qubes.hide_pci=03:00.0\n");
    assertThat(blocking(hide(LASTING, CARD)))
        .extracting(Finding::code)
        .contains("NETWORK-DEFAULT-ROUTE");
    assertThat(worst().sentence())
        .startsWith("the next boot takes 0000:03:00.0 from dom0, but dom0 needs it: ");
    assertThat(worst().remedy().toString()).contains("rd.qubes.hide_pci=");
  }

  @Test
  void aWholeBusInTheListHasTheControllerOfTheRootDisk() {
    listed("(0000:00:*.*)");
    assertThat(blocking(hide(LASTING, CARD))).extracting(Finding::code).contains("DISK-ROOT");
    assertThat(worst().code()).isEqualTo("HIDE-LIST-NEEDED");
  }

  @Test
  void theKernelOfRhel5TakesWhatIsBeforeASyntaxError() {
    host.without("sbin/modprobe")
        .put("etc/modprobe.conf", "options pciback hide=(0000:00:1f.2)(oops)\n");
    assertThat(worst().code()).isEqualTo("HIDE-LIST-NEEDED");
  }

  @Test
  void theListTakesAnotherDeviceThanTheAcknowledgedOne() {
    listed("(0000:0a:04.0)");
    recorded(host, TWIN, ofId(Identities.of(host, TWIN), "144d:a808"));
    assertThat(blocking(hide(LASTING, CARD)))
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.code()).isEqualTo("DEVICE-CHANGED");
          assertThat(finding.function()).contains(GuideHost.address(TWIN));
        });
    assertThat(blocking(hide(NOW, CARD))).isEmpty();
  }

  @Test
  void unhideMakesTheRestOfTheListTakeEffect() {
    listed("(0000:09:00.0)(0000:00:1f.2)");
    assertThat(blocking(unhide(LASTING, CARD)))
        .first()
        .satisfies(finding -> {
          assertThat(finding.code()).isEqualTo("DISK-ROOT");
          assertThat(finding.function()).contains(GuideHost.address(DISK));
        });
    assertThat(blocking(unhide(LASTING, CARD, DISK))).isEmpty();
    assertThat(blocking(unhide(LASTING, MANAGEMENT))).isEmpty();
  }

  @Test
  void whatTheNextBootTakesIsTheWorstIssue() {
    IssueCase.destroyed(host);
    listed("(0000:00:1f.2)");
    assertThat(worst().code()).isEqualTo("HIDE-LIST-NEEDED");
  }

  private Issue worst() {
    return Diagnosis.of(DoctorInput.seen(host.machine())).issues().getFirst();
  }
}
