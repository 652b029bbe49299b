package gangway.check;

import static gangway.check.DeviceCases.fact;
import static gangway.check.Requests.BOTH;
import static gangway.check.Requests.LASTING;
import static gangway.check.Requests.NOW;
import static gangway.check.Requests.attach;
import static gangway.check.Requests.detach;
import static gangway.check.Requests.hide;
import static gangway.host.GuideHost.CARD;
import static org.assertj.core.api.Assertions.assertThat;

import gangway.host.GuideHost;
import gangway.pci.ConfigBytes;
import gangway.request.Request;
import gangway.xen.guest.Guest;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Findings about a function itself. */
class DeviceChecksTest {
  private static final String PORT = "0000:00:1c.0";

  private GuideHost host;

  @BeforeEach
  void host() {
    host = new GuideHost();
  }

  @Test
  void aFunctionOutsideXenNamesTheDeviceThatCanBeHidden() {
    Finding finding =
        Checks.of(DeviceCases.vmd(host).observed(), hide(BOTH, DeviceCases.BEHIND_VMD)).stream()
            .filter(f -> f.code().equals("OUTSIDE-XEN"))
            .findFirst()
            .orElseThrow();
    assertThat(finding.sentence())
        .isEqualTo(
            "Xen does not know 10000:e1:00.0, so no guest can get it: Xen has PCI domains up to"
                + " ffff only");
    assertThat(finding.evidence())
        .containsExactly("10000:e1:00.0 is in PCI domain 10000, behind 0000:00:0e.0");
    assertThat(finding.remedy())
        .isEqualTo(
            "hide and attach 0000:00:0e.0 instead, with all devices behind it: gangway hide"
                + " 0000:00:0e.0");
  }

  @Test
  void theVmdItselfIsNotOutsideXen() {
    assertThat(Checks.of(DeviceCases.vmd(host).observed(), hide(NOW, DeviceCases.VMD)))
        .extracting(Finding::code)
        .doesNotContain("OUTSIDE-XEN");
  }

  @Test
  void aDefinitionOfLibvirtWithAFunctionOutsideXenIsReportedAndCanBeCorrected() {
    DeviceCases.vmd(host)
        .put(
            "etc/libvirt/libxl/pv4.xml",
            """
            <domain type='xen'><name>pv4</name><devices>
            <hostdev mode='subsystem' type='pci' managed='yes'><source>
            <address domain='0x10000' bus='0xe1' slot='0' function='0'/>
            </source></hostdev></devices></domain>
            """);
    Guest guest = host.observed().guests().named("pv4").getFirst();
    assertThat(Checks.definition(guest, guest.definition().orElseThrow()))
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.code()).isEqualTo("DEFINITION-REFUSED");
          assertThat(finding.remedy()).endsWith("gangway detach --config pv4 10000:e1:00.0");
        });
    assertThat(Checks.of(host.observed(), detach(LASTING, "pv4", DeviceCases.BEHIND_VMD)))
        .noneMatch(Finding::blocks);
  }

  @Test
  void aFunctionOfDriverctlNamesItsFiles() {
    DeviceCases.driverctl(DeviceCases.fact(host, "driver_override", "vfio-pci\n"));
    Finding finding = Checks.of(host.observed(), hide(BOTH, CARD)).getFirst();
    assertThat(finding.code()).isEqualTo("DRIVERCTL");
    assertThat(finding.evidence())
        .containsExactly(
            "/sys/bus/pci/devices/0000:09:00.0/driver_override: vfio-pci",
            "/etc/driverctl.d/pci-0000:09:00.0: vfio-pci");
    assertThat(finding.remedy()).endsWith("driverctl unset-override 0000:09:00.0");
    assertThat(Checks.of(host.observed(), hide(NOW, CARD)))
        .extracting(Finding::code)
        .containsExactly("DRIVER-OVERRIDE");
  }

  @Test
  void aFunctionThatDoesNotAnswerHasNoOtherFindings() {
    fact(host, "reset_method", "\n").config(CARD, ConfigBytes.gone());
    assertThat(findings(hide(NOW, CARD))).extracting(Finding::code).containsExactly("DEVICE-GONE");
  }

  @Test
  void aVirtualFunctionWithoutIdsIsNotReportedAsGone() {
    host.config(CARD, new ConfigBytes().withoutIds().bytes());
    assertThat(findings(hide(BOTH, CARD))).isEmpty();
  }

  /**
   * Generation and lanes that the function supports, that its slot supports, and of the current
   * link.
   */
  @ParameterizedTest
  @CsvSource({
    "3, 4, 3, 16, 3, 4, ''",
    "3, 4, 3, 16, 3, 1, WARNS",
    "3, 8, 3, 4, 3, 4, ''",
    "4, 4, 3, 16, 3, 4, ''",
    "4, 4, 4, 16, 1, 4, NOTES",
    "4, 4, 4, 16, 1, 2, WARNS",
    "3, 4, 3, 0, 3, 4, ''",
    "3, 4, 3, 16, 0, 0, ''",
    "0, 0, 3, 16, 1, 1, ''"
  })
  void aLinkIsComparedWithTheCapabilitiesOfBothEnds(
      int ableGeneration,
      int ableLanes,
      int slotGeneration,
      int slotLanes,
      int generation,
      int lanes,
      String severity) {
    ConfigBytes slot = new ConfigBytes().express(slotGeneration, slotLanes, 1, 1);
    host.config(PORT, slot.bytes());
    host.config(
        CARD, new ConfigBytes().express(ableGeneration, ableLanes, generation, lanes).bytes());
    assertThat(findings(hide(NOW, CARD)))
        .extracting(finding -> finding.severity().name())
        .containsExactlyElementsOf(severity.isEmpty() ? List.of() : List.of(severity));
  }

  @Test
  void theEvidenceForALinkShowsBothEnds() {
    host.config(PORT, new ConfigBytes().express(4, 16, 3, 2).bytes());
    host.config(CARD, new ConfigBytes().express(3, 4, 3, 2).bytes());
    assertThat(findings(hide(NOW, CARD)).getFirst().evidence())
        .containsExactly(
            "0000:09:00.0: the link is 8 GT/s x2; supported: 8 GT/s x4",
            "0000:00:1c.0, the port above it; supported: 16 GT/s x16");
  }

  @Test
  void errorsAreReportedWithTheirNamesAndOnlyIfThereWereAny() {
    fact(host, "aer_dev_fatal", "Undefined 0\nDLP 0\nTOTAL_ERR_FATAL 0\n");
    fact(host, "aer_dev_correctable", "RxErr 0\nBadTLP 0\nTOTAL_ERR_COR 0\n");
    assertThat(findings(hide(NOW, CARD))).isEmpty();
    fact(host, "aer_dev_nonfatal", "DLP 0\nCmpltTO 3\nTOTAL_ERR_NONFATAL 3\ntorn\n");
    fact(host, "aer_dev_correctable", "RxErr 12\nBadTLP 0\nTOTAL_ERR_COR 12\n");
    assertThat(findings(hide(NOW, CARD)))
        .singleElement()
        .extracting(Finding::evidence)
        .isEqualTo(List.of("not fatal: CmpltTO 3", "corrected: RxErr 12"));
  }

  /** A guest gets 32 by default, and pciback accepts at most 128 for one function. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          32   | quiet                       | false
          33   | quiet                       | true
          33   | extra_guest_irqs=64,1024    | false
          65   | extra_guest_irqs=64         | true
          33   | extra_guest_irqs=,512       | true
          33   | extra_guest_irqs=much       | true
          128  | extra_guest_irqs=0x200      | false
          129  | extra_guest_irqs=512        | true
          2048 | extra_guest_irqs=512        | true
          """)
  void interruptsAreComparedWithTheLimitOfAGuest(int vectors, String line, boolean told) {
    host.hidden(CARD).config(CARD, new ConfigBytes().msiX(vectors).bytes());
    host.answer("xl info", "virt_caps : pv_directio\nxen_commandline        : " + line + "\n");
    assertThat(findings(attach(NOW, "pv1", CARD)))
        .extracting(Finding::code)
        .containsExactlyElementsOf(told ? List.of("DEVICE-MSIX") : List.of());
  }

  @Test
  void theProgramsThatHaveAFunctionOpenAreNamed() {
    host.opened("phc2sys", "ptp1", CARD);
    Finding finding = findings(hide(BOTH, CARD)).getFirst();
    assertThat(finding.evidence()).containsExactly("phc2sys has /dev/ptp1 open, on 0000:09:00.0");
    assertThat(finding.waiver()).isEqualTo(Finding.Waiver.CODE);
    assertThat(findings(hide(LASTING, CARD))).as("the process ends at the reboot").isEmpty();
  }

  @Test
  void aSleepingFunctionIsReportedOnlyForAttach() {
    fact(host, "power_state", "D3cold\n");
    assertThat(findings(hide(NOW, CARD))).isEmpty();
    assertThat(findings(attach(NOW, "pv1", CARD)))
        .extracting(Finding::code)
        .contains("DEVICE-POWER");
    fact(host, "power_state", "D3hot\n");
    assertThat(findings(attach(NOW, "pv1", CARD)))
        .extracting(Finding::code)
        .doesNotContain("DEVICE-POWER");
  }

  @Test
  void aFunctionHiddenOnlyUntilRebootIsReportedForADefinition() {
    host.hidden(CARD);
    assertThat(findings(attach(NOW, "pv1", CARD))).isEmpty();
    assertThat(findings(attach(LASTING, "pv1", CARD)))
        .extracting(Finding::code)
        .containsExactly("DEVICE-BOOT-DIFFERS");
    host.put(
        "etc/modprobe.d/gangway.conf",
        "options xen-pciback hide=(0000:09:00.0)\nsoftdep e1000e pre: xen-pciback\n");
    assertThat(findings(attach(LASTING, "pv1", CARD))).isEmpty();
  }

  private List<Finding> findings(Request request) {
    return Checks.of(host.observed(), request);
  }
}
