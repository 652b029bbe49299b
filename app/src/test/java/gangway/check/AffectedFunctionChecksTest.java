package gangway.check;

import static gangway.check.AffectedFunctionCases.VIRTUAL;
import static gangway.check.Requests.LASTING;
import static gangway.check.Requests.NOW;
import static gangway.check.Requests.attach;
import static gangway.check.Requests.hide;
import static gangway.host.GuideHost.CARD;
import static gangway.host.GuideHost.MANAGEMENT;
import static gangway.host.GuideHost.OTHER_TWIN;
import static gangway.host.GuideHost.TWIN;
import static org.assertj.core.api.Assertions.assertThat;

import gangway.host.GuideHost;
import gangway.host.HostSnapshot;
import gangway.host.Observer;
import gangway.host.Wiring;
import gangway.pci.Capability.PortType;
import gangway.pci.ConfigBytes;
import gangway.request.Request;
import gangway.xen.guest.Store;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Findings about the functions around a function. */
class AffectedFunctionChecksTest {
  private static final String BRIDGE = "0000:00:1e.0";

  private GuideHost host;

  @BeforeEach
  void host() {
    host = new GuideHost();
  }

  @Test
  void theProcedureOfTheGuideIsNeverRefused() {
    assertThat(all(hide(NOW, CARD, OTHER_TWIN))).noneMatch(Finding::blocks);
    host.hidden(CARD, OTHER_TWIN);
    assertThat(all(attach(NOW, "pv1", CARD, OTHER_TWIN))).noneMatch(Finding::blocks);
    assertThat(all(attach(LASTING, "pv2", CARD, OTHER_TWIN))).noneMatch(Finding::blocks);
  }

  @Test
  void theOtherFunctionOfADeviceIsNamedWithItsOwner() {
    Finding finding = only("KIN-FUNCTIONS", attach(NOW, "pv1", TWIN), host.hidden(TWIN));
    assertThat(finding.function()).contains(GuideHost.address(TWIN));
    assertThat(finding.evidence()).containsExactly("0000:0a:04.1: dom0's driver e1000 has it");
    host.guest(4, "pv2").hidden(OTHER_TWIN).given(4, OTHER_TWIN);
    finding = only("KIN-FUNCTIONS", attach(NOW, "pv1", TWIN), host);
    assertThat(finding.evidence()).containsExactly("0000:0a:04.1: guest pv2 has it");
  }

  @Test
  void hiddenFunctionsAndThoseOfTheSameGuestOrRequestCauseNoFinding() {
    host.hidden(TWIN, OTHER_TWIN);
    assertThat(codes(attach(NOW, "pv1", TWIN))).isEmpty();
    assertThat(codes(attach(NOW, "pv1", TWIN, OTHER_TWIN))).isEmpty();
    host.given(3, OTHER_TWIN);
    assertThat(codes(attach(NOW, "pv1", TWIN))).isEmpty();
  }

  @Test
  void busResetIsReportedOnlyWithoutAnotherResetMethod() {
    host.hidden(TWIN).put(host.folder(TWIN) + "/reset_method", "pm bus\n");
    assertThat(codes(attach(NOW, "pv1", TWIN)))
        .containsExactlyInAnyOrder("KIN-FUNCTIONS", "KIN-CONVENTIONAL-BRIDGE");
    host.put(host.folder(TWIN) + "/reset_method", "bus\n");
    assertThat(only("KIN-BUS-RESET", attach(NOW, "pv1", TWIN), host).evidence())
        .containsExactly(
            "the kernel's only reset methods for it: bus",
            "on the same bus, 0000:0a:04.1: dom0's driver e1000 has it");
  }

  @Test
  void functionsBehindAConventionalBridgeAreReported() {
    Finding finding = only("KIN-CONVENTIONAL-BRIDGE", hide(NOW, TWIN), host);
    assertThat(finding.sentence()).contains("behind the bridge " + BRIDGE);
    assertThat(finding.evidence()).containsExactly("0000:0a:04.1: dom0's driver e1000 has it");
    assertThat(codes(hide(LASTING, TWIN))).isEmpty();
  }

  @Test
  void functionsBehindAnExpressBridgeAreNotReported() {
    String sibling = "0000:00:1c.0/0000:09:00.1";
    host.function(sibling, "8086:10d3", "20000", "e1000e").hidden(CARD);
    assertThat(codes(attach(NOW, "pv1", CARD))).doesNotContain("KIN-CONVENTIONAL-BRIDGE");
    port(new ConfigBytes().express(PortType.BRIDGE_TO_PCI));
    assertThat(codes(attach(NOW, "pv1", CARD))).contains("KIN-CONVENTIONAL-BRIDGE");
    port(new ConfigBytes().subsystem());
    assertThat(codes(attach(NOW, "pv1", CARD))).contains("KIN-CONVENTIONAL-BRIDGE");
    host.config(AffectedFunctionCases.PORT, new byte[64]);
    assertThat(codes(attach(NOW, "pv1", CARD))).doesNotContain("KIN-CONVENTIONAL-BRIDGE");
  }

  @Test
  void theEvidenceForABridgeListsTheFunctionsBelowIt() {
    Finding finding = only("BRIDGE", hide(NOW, BRIDGE), host.hidden(TWIN));
    assertThat(finding.evidence())
        .containsExactly("below it: 0000:0a:04.0, pciback", "below it: 0000:0a:04.1, e1000");
  }

  @Test
  void theGuestsOfVirtualFunctionsAreNamed() {
    AffectedFunctionCases.withVirtual(host)
        .put("etc/xen/pv2.cfg", "name = 'pv2'\nbootloader='pygrub'\npci = [ '09:10.0' ]\n");
    Store.entry(
        host.hidden(AffectedFunctionCases.VIRTUAL).store(), 3, 0, AffectedFunctionCases.VIRTUAL);
    Finding finding = only("KIN-VIRTUAL-FUNCTIONS", hide(NOW, CARD), host);
    assertThat(finding.evidence())
        .containsExactly("0000:09:10.0: guest pv1 has it; the definition of guest pv2 lists it");
    assertThat(finding.waiver()).isEqualTo(Finding.Waiver.CODE);
  }

  @Test
  void whatDom0LosesWithAVirtualFunctionIsReportedForItsPhysicalFunction() {
    AffectedFunctionCases.withVirtual(host)
        .netInterface("eth5", host.folder(VIRTUAL))
        .defaultRoute("eth5");
    for (Request request : List.of(hide(NOW, CARD), hide(LASTING, CARD))) {
      Finding finding = only("NETWORK-DEFAULT-ROUTE", request, host);
      assertThat(finding.function()).contains(GuideHost.address(VIRTUAL));
      assertThat(finding.evidence())
          .containsExactly(
              "IPv4 default route is on eth5, on 0000:09:10.0",
              "0000:09:10.0 is a virtual function of 0000:09:00.0 and disappears with it");
    }
    assertThat(refused("KIN-VIRTUAL-FUNCTIONS")).isTrue();
    assertThat(refused("NETWORK-DEFAULT-ROUTE")).isTrue();
    assertThat(refused("KIN-VIRTUAL-FUNCTIONS", "NETWORK-DEFAULT-ROUTE")).isFalse();
  }

  @Test
  void theSessionOfTheUserOnAVirtualFunctionNeedsItsAddressToo() {
    AffectedFunctionCases.withVirtual(host).netInterface("eth5", host.folder(VIRTUAL));
    new Wiring(host).ipv4("eth5", "10.0.9.1/24");
    host.sshFrom("10.0.9.7 51000 10.0.9.1 22");
    Finding finding = only("NETWORK-SESSION", hide(NOW, CARD), host);
    assertThat(finding.waiver()).isEqualTo(Finding.Waiver.CODE_AND_ADDRESS);
    assertThat(finding.function()).contains(GuideHost.address(VIRTUAL));
  }

  @Test
  void disksConsolesAndProgramsOfAVirtualFunctionAreReportedForItsPhysicalFunction() {
    AffectedFunctionCases.withVirtual(host).opened("dpdk", "uio3", VIRTUAL);
    String disk = host.folder(VIRTUAL) + "/nvme/nvme7/nvme7n1";
    host.disk(disk, "259:7");
    host.put("proc/self/mountinfo", "27 1 259:7 / / rw - ext4 /dev/nvme7n1 rw\n");
    String port = host.folder(VIRTUAL) + "/tty/ttyS9";
    host.put(port + "/dev", "4:73\n").link("sys/class/tty/ttyS9", "../../../" + port);
    host.put("proc/consoles", "ttyS9                -W- (EC p a)    4:73\n");
    for (String code : List.of("DISK-ROOT", "CONSOLE-SERIAL", "DEVICE-OPEN")) {
      Finding finding = only(code, hide(NOW, CARD), host);
      assertThat(finding.function()).contains(GuideHost.address(VIRTUAL));
      assertThat(finding.evidence()).last().asString().startsWith(VIRTUAL + " is a virtual");
    }
  }

  @Test
  void aRequestReadsTheVirtualFunctionsThatItTakes() {
    AffectedFunctionCases.withVirtual(host).opened("dpdk", "uio3", VIRTUAL);
    Observer observer = new Observer(host.machine());
    HostSnapshot observed = observer.forRequest(observer.inventory(), hide(NOW, CARD));
    assertThat(Checks.of(observed, hide(NOW, CARD)))
        .extracting(Finding::code)
        .contains("DEVICE-OPEN");
  }

  @Test
  void eachGuestThatLosesAVirtualFunctionIsAcceptedByItself() {
    AffectedFunctionCases.withVirtual(host).hidden(VIRTUAL).given(3, VIRTUAL);
    Finding finding = only("KIN-VIRTUAL-GUEST", hide(NOW, CARD), host);
    assertThat(finding.function()).contains(GuideHost.address(VIRTUAL));
    assertThat(finding.sentence()).isEqualTo("guest pv1 uses 0000:09:10.0 and would lose it");
    assertThat(refused("KIN-VIRTUAL-FUNCTIONS")).isTrue();
    assertThat(refused("KIN-VIRTUAL-FUNCTIONS", "KIN-VIRTUAL-GUEST")).isFalse();
    host.hidden(CARD);
    assertThat(only("KIN-VIRTUAL-GUEST", attach(NOW, "pv1", CARD), host).evidence())
        .containsExactly(
            "XenStore: domain 3 sees it at 0000:00:00.0",
            "0000:09:10.0 is a virtual function of 0000:09:00.0 and disappears with it");
  }

  @Test
  void aVirtualFunctionWithoutAClearOwnerBlocksItsPhysicalFunction() {
    AffectedFunctionCases.withVirtual(host).given(3, VIRTUAL);
    assertThat(only("INCONSISTENT", hide(NOW, CARD), host).waiver())
        .isEqualTo(Finding.Waiver.NOTHING);
  }

  private boolean refused(String... accepted) {
    List<Acceptance> acceptances =
        Stream.of(accepted).map(code -> new Acceptance(code, Optional.empty())).toList();
    return Verdict.of(host.observed(), hide(NOW, CARD), acceptances).refused();
  }

  @Test
  void aVirtualFunctionIsNotReportedForItsPhysicalFunction() {
    AffectedFunctionCases.withVirtual(host).hidden(AffectedFunctionCases.VIRTUAL);
    assertThat(codes(hide(NOW, AffectedFunctionCases.VIRTUAL))).isEmpty();
    assertThat(codes(attach(NOW, "pv1", AffectedFunctionCases.VIRTUAL))).isEmpty();
  }

  @Test
  void hidingAVirtualFunctionWithItsPhysicalFunctionIsReported() {
    Finding finding =
        only(
            "KIN-PHYSICAL-FUNCTION",
            hide(NOW, CARD, AffectedFunctionCases.VIRTUAL),
            AffectedFunctionCases.withVirtual(host));
    assertThat(finding.evidence()).containsExactly("0000:09:00.0 is part of this request too");
  }

  @Test
  void aPortWithoutAcsIsReportedWithTheReachableFunctions() {
    AffectedFunctionCases.withoutAccessControl(host).hidden(CARD);
    assertThat(only("KIN-NO-ACS", attach(NOW, "pv1", CARD), host).evidence())
        .containsExactly(
            "port 0000:00:1c.0: access control services (ACS) are missing or off",
            MANAGEMENT + ": dom0's driver igb has it");
    host.hidden(MANAGEMENT);
    assertThat(codes(attach(NOW, "pv1", CARD))).isEmpty();
  }

  @Test
  void portsOfASwitchWithoutAcsAreReported() {
    String upstream = "0000:00:1c.0/0000:09:08.0";
    host.function(upstream, "10b5:8747", "60400", "pcieport");
    host.function(upstream + "/0000:20:01.0", "10b5:8747", "60400", "pcieport");
    host.function(upstream + "/0000:20:02.0", "10b5:8747", "60400", "pcieport");
    host.function(upstream + "/0000:20:01.0/0000:21:00.0", "8086:10d3", "20000", "e1000e");
    host.function(upstream + "/0000:20:02.0/0000:22:00.0", "8086:10d3", "20000", "igb");
    host.put(host.folder("0000:09:08.0") + "/secondary_bus_number", "32\n");
    host.put(host.folder("0000:09:08.0") + "/subordinate_bus_number", "34\n");
    host.opens("0000:20:01.0", 0x21).opens("0000:20:02.0", 0x22);
    host.config("0000:09:08.0", new ConfigBytes().express(PortType.UPSTREAM_PORT).bytes());
    host.config("0000:20:01.0", new ConfigBytes().express(PortType.DOWNSTREAM_PORT).bytes());
    host.hidden("0000:21:00.0");
    assertThat(only("KIN-NO-ACS", attach(NOW, "pv1", "0000:21:00.0"), host).evidence())
        .containsExactly(
            "port 0000:20:01.0: access control services (ACS) are missing or off",
            "0000:22:00.0: dom0's driver igb has it");
  }

  @Test
  void otherHandlersOfTheInterruptLineAreNamed() {
    AffectedFunctionCases.onASharedLine(host).hidden(CARD);
    assertThat(only("KIN-INTERRUPT", attach(NOW, "pv1", CARD), host).evidence())
        .containsExactly("/proc/interrupts: handler ehci_hcd:usb1 of dom0 uses the line");
  }

  @Test
  void aFunctionWithMsiIsNotReportedForItsInterruptLine() {
    AffectedFunctionCases.onASharedLine(host).hidden(CARD);
    host.config(CARD, new ConfigBytes().messages().bytes());
    assertThat(codes(attach(NOW, "pv1", CARD))).isEmpty();
  }

  @Test
  void aLineSharedWithAnotherGuestIsReported() {
    host.guest(4, "pv2").hidden(CARD, TWIN).given(4, TWIN);
    host.config(CARD, new ConfigBytes().bytes()).put(host.folder(CARD) + "/irq", "20\n");
    host.put(
        "proc/interrupts",
        " 20:  0  xen-pirq    -ioapic-level  pciback[%s], xen-pciback[%s]\n".formatted(CARD, TWIN));
    assertThat(only("KIN-INTERRUPT", attach(NOW, "pv1", CARD), host).evidence())
        .containsExactly("0000:0a:04.0: guest pv2 has it");
    assertThat(codes(attach(NOW, "pv2", CARD))).isEmpty();
  }

  @Test
  void otherFunctionsInTheMemoryPageAreNamed() {
    AffectedFunctionCases.onASharedPage(host).hidden(CARD);
    assertThat(only("KIN-PAGE", attach(NOW, "pv1", CARD), host).evidence())
        .containsExactly(MANAGEMENT + ": dom0's driver igb has it");
  }

  @Test
  void memoryReservedForOtherFunctionsCausesNoFinding() {
    AffectedFunctionCases.reserved(host, TWIN, OTHER_TWIN).hidden(CARD);
    assertThat(codes(attach(NOW, "pv1", CARD))).isEmpty();
    assertThat(codes(hide(NOW, CARD))).isEmpty();
  }

  @Test
  void functionsThatShareReservedMemoryAreNamed() {
    AffectedFunctionCases.reserved(host, CARD, TWIN);
    assertThat(only("KIN-RMRR", hide(NOW, CARD), host).evidence())
        .containsExactly("xl dmesg: ACPI_DMAR_RMRR for 0000:09:00.0, 0000:0a:04.0");
    assertThat(codes(hide(LASTING, CARD))).isEmpty();
  }

  @Test
  void aLongListOfPeersShowsTheFirstAndTheNumberOfTheRest() {
    IntStream.range(0, 20)
        .mapToObj("0000:00:1e.0/0000:0a:%02x.0"::formatted)
        .filter(path -> !path.endsWith(":04.0"))
        .forEach(path -> host.function(path, "8086:100e", "20000", "e1000"));
    assertThat(only("KIN-CONVENTIONAL-BRIDGE", hide(NOW, TWIN), host).evidence())
        .hasSize(9)
        .endsWith("and 12 more");
  }

  private void port(ConfigBytes bytes) {
    host.config(AffectedFunctionCases.PORT, bytes.bytes());
  }

  private List<Finding> all(Request request) {
    return Checks.of(host.observed(), request);
  }

  private List<String> codes(Request request) {
    return all(request).stream().map(Finding::code).toList();
  }

  private static Finding only(String code, Request request, GuideHost host) {
    List<Finding> findings =
        Checks.of(host.observed(), request).stream().filter(f -> f.code().equals(code)).toList();
    assertThat(findings).hasSize(1);
    return findings.getFirst();
  }
}
