package gangway.check;

import static gangway.check.Requests.BOTH;
import static gangway.check.Requests.NOW;
import static gangway.check.Requests.attach;
import static gangway.host.GuideHost.CARD;
import static gangway.host.GuideHost.TWIN;
import static org.assertj.core.api.Assertions.assertThat;

import gangway.host.GuideHost;
import gangway.request.Request;
import gangway.xen.guest.Store;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Findings about Xen and about a guest's hot-plug support. */
class XenChecksTest {
  private static final Request NOW_PV1 = attach(NOW, "pv1", CARD);

  private GuideHost host;

  @BeforeEach
  void host() {
    host =
        new GuideHost()
            .hidden(CARD)
            .put(
                "etc/modprobe.d/gangway.conf",
                "options xen-pciback hide=(0000:09:00.0)\nsoftdep e1000e pre: xen-pciback\n");
  }

  @ParameterizedTest
  @CsvSource({
    "4, 16, .7, true",
    "4, 17, .5, true",
    "4, 17, .6-pre, true",
    "4, 17, .6, false",
    "4, 18, .5, true",
    "4, 18, .6, false",
    "4, 19, .3, true",
    "4, 19, .4, false",
    "4, 20, .1, true",
    "4, 20, .2, false",
    "4, 21, .0, false",
    "4, 23, -unstable, false",
    "5, 0, .0, false",
    "3, 1, .2-398.el5, true"
  })
  void aXenBeforeTheFixIsReportedForABarAboveFourGiB(
      String major, String minor, String extra, boolean told) {
    XenCases.aboveFourGiB(host);
    host.put("sys/hypervisor/version/major", major + "\n");
    host.put("sys/hypervisor/version/minor", minor + "\n");
    host.put("sys/hypervisor/version/extra", extra + "\n");
    assertThat(codes(NOW_PV1).contains("XEN-XSA-476")).isEqualTo(told);
  }

  @Test
  void aBarBelow4GiBNeedsNoFixOfXen() {
    host.put("sys/hypervisor/version/extra", ".0\n");
    assertThat(codes(NOW_PV1)).isEmpty();
  }

  @Test
  void unknownSettingsOfXenCauseNoFinding() {
    assertThat(codes(attach(BOTH, "pv1", CARD))).isEmpty();
    assertThat(Checks.of(host.withoutXl().observed(), NOW_PV1)).isEmpty();
  }

  @Test
  void withoutAnIommuOnlyNoIommuIsReportedWithXensCommandLine() {
    host.answer("xl info", "virt_caps : pv\nxen_commandline : iommu=no-intremap,off\n");
    assertThat(codes(NOW_PV1)).containsExactly("NO-IOMMU");
    host.answer("xl info", "virt_caps : pv\nxen_commandline : iommu=off\n");
    assertThat(Checks.of(host.observed(), NOW_PV1).getFirst().evidence())
        .contains("xl info: xen_commandline switches the IOMMU off with iommu=");
  }

  @Test
  void writePermissionsOfAnAttachedFunctionCauseNoFinding() {
    host.put("sys/bus/pci/drivers/pciback/permissive", CARD + "\n").given(3, CARD);
    assertThat(codes(NOW_PV1)).isEmpty();
  }

  @Test
  void aGuestWithAFunctionCanGetAnother() {
    host.hidden(TWIN, GuideHost.OTHER_TWIN).given(3, TWIN).made(3, "{}", "{}");
    assertThat(codes(NOW_PV1)).containsExactly("GUEST-MEMORY-MAP");
  }

  @Test
  void aGuestWithoutCreationDataIsNotRefused() {
    host.put("var/lib/xen/userdata-d.3.uuid-3.libxl-json", "{ \"c_info\": ");
    assertThat(codes(NOW_PV1)).isEmpty();
    host.without("var/lib/xen/userdata-d.3.uuid-3.libxl-json");
    assertThat(codes(NOW_PV1)).isEmpty();
  }

  @Test
  void attachInTheDefinitionNeedsNoHotPlugSupportNow() {
    host.made(3, "{}", "{}");
    assertThat(codes(attach(Requests.LASTING, "pv1", CARD))).isEmpty();
    Finding refused = Checks.of(host.observed(), NOW_PV1).getFirst();
    assertThat(refused.evidence())
        .containsExactly(
            "/var/lib/xen/userdata-d.3.uuid-3.libxl-json: has no function, no passthrough and no"
                + " e820_host");
    assertThat(refused.remedy()).contains("gangway enable-hotplug pv1", "--config");
  }

  @Test
  void aSecondFunctionOfADeviceNeedsNoSlotOfItsOwn() {
    GuestCases.full(host.hidden(TWIN, GuideHost.OTHER_TWIN));
    assertThat(codes(attach(NOW, "pv1", TWIN))).containsExactly("GUEST-NO-SLOT");
    Store.entry(host.store(), 3, 31, GuideHost.OTHER_TWIN);
    host.store().with("/local/domain/0/backend/pci/3/0/vdev-31", "0000:00:1f.01");
    assertThat(codes(attach(NOW, "pv1", TWIN))).isEmpty();
  }

  @Test
  void aGuestThatSeesHostAddressesHasNoSlotLimit() {
    GuestCases.full(host);
    host.store().with("/local/domain/0/backend/pci/3/0/vdev-0", "0000:40:00.00");
    assertThat(codes(NOW_PV1)).isEmpty();
  }

  private List<String> codes(Request request) {
    return Checks.of(host.observed(), request).stream().map(Finding::code).toList();
  }
}
