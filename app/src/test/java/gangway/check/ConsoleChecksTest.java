package gangway.check;

import static gangway.check.ConsoleCases.SCREEN;
import static gangway.check.ConsoleCases.SERIAL;
import static gangway.check.ConsoleCases.USB;
import static gangway.check.Requests.NOW;
import static gangway.check.Requests.hide;
import static org.assertj.core.api.Assertions.assertThat;

import gangway.check.Finding.Severity;
import gangway.check.Finding.Waiver;
import gangway.host.GuideHost;
import gangway.pci.DeviceId;
import gangway.pci.Examples;
import gangway.pci.PciClass;
import gangway.pci.PciFunction;
import gangway.request.Request;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Findings about screens, consoles and keyboards that dom0 would lose. */
class ConsoleChecksTest {
  private static final String OTHER_USB = "0000:00:1a.0";
  private static final String INPUT = "proc/bus/input/devices";

  private GuideHost host;

  @BeforeEach
  void host() {
    host = new GuideHost();
  }

  @Test
  void theEvidenceForTheBootDisplayIncludesItsFramebuffer() {
    ConsoleCases.framebuffer(ConsoleCases.bootDisplay(ConsoleCases.screen(host)));
    assertThat(codes(hide(NOW, SCREEN))).containsExactly("CONSOLE-VGA", "CONSOLE-BMC");
    Finding finding = first(hide(NOW, SCREEN));
    assertThat(finding.waiver()).isEqualTo(Waiver.CODE);
    assertThat(finding.evidence())
        .containsExactly(
            "/sys/bus/pci/devices/0000:02:00.0/boot_vga is 1",
            "a framebuffer of dom0 is on /dev/fb0 (astdrmfb), on 0000:02:00.0");
  }

  @Test
  void aHiddenDisplayCausesNoFinding() {
    ConsoleCases.bootDisplay(ConsoleCases.screen(host)).hidden(SCREEN);
    assertThat(codes(hide(NOW, SCREEN))).isEmpty();
  }

  @Test
  void theEvidenceForASerialConsoleEndsAtItsFunction() {
    ConsoleCases.serial(host).put("proc/consoles", "ttyS4 -W- (EC p a) 4:68\n");
    assertThat(first(hide(NOW, SERIAL)).evidence())
        .containsExactly("a console of dom0 is on ttyS4, on 0000:05:00.0");
  }

  @Test
  void onlyTheLastKeyboardBlocks() {
    ConsoleCases.usb(host).put(INPUT, ConsoleCases.onUsb("Model M"));
    Finding only = first(hide(NOW, USB));
    assertThat(only.blocks()).isTrue();
    assertThat(only.evidence())
        .containsExactly(
            "the keyboard is on 'Model M', on 0000:00:14.0", "dom0 has no other keyboard");
    ConsoleCases.keyboard(host, GuideHost.keyboard("PS/2", "/devices/platform/i8042/serio0"));
    Finding another = first(hide(NOW, USB));
    assertThat(another.severity()).isEqualTo(Severity.NOTES);
    assertThat(another.evidence()).contains("dom0 keeps the keyboard 'PS/2'");
  }

  @Test
  void hidingAllControllersWithKeyboardsTogetherBlocks() {
    ConsoleCases.usb(host).function(OTHER_USB, "8086:8c2d", "c0320", "ehci-pci");
    host.put(INPUT, ConsoleCases.onUsb("Model M"));
    ConsoleCases.keyboard(
        host, GuideHost.keyboard("Model F", "/devices/pci0000:00/0000:00:1a.0/usb2/2-1"));
    assertThat(Checks.of(host.observed(), hide(NOW, USB))).noneMatch(Finding::blocks);
    assertThat(Checks.of(host.observed(), hide(NOW, OTHER_USB))).noneMatch(Finding::blocks);
    assertThat(Checks.of(host.observed(), hide(NOW, USB, OTHER_USB)))
        .hasSize(2)
        .allMatch(Finding::blocks);
  }

  @ParameterizedTest
  @CsvSource({
    "1a03:2000, 030000, true",
    "1a03:1150, 060400, false",
    "102b:0534, 030000, true",
    "102b:0521, 030000, false",
    "102b:0540, 030000, false",
    "1002:515e, 030000, true",
    "10de:1b80, 030000, false",
    "19e5:1711, 030000, true",
    "19e5:1711, 020000, false",
    "103c:3306, 088000, true",
    "103c:3239, 010400, false",
    "8086:1bb6, 0c0701, true",
    "8086:a12f, 0c0330, false"
  })
  void functionsOfAManagementControllerAreDetected(String id, String type, boolean belongs) {
    PciFunction function =
        new PciFunction(
            Examples.address(SCREEN),
            DeviceId.parse(id).orElseThrow(),
            new DeviceId(0, 0),
            new PciClass(Integer.parseInt(type, 16)),
            Optional.empty(),
            "");
    assertThat(Bmc.part(function).isPresent()).isEqualTo(belongs);
  }

  private List<String> codes(Request request) {
    return Checks.of(host.observed(), request).stream().map(Finding::code).toList();
  }

  private Finding first(Request request) {
    return Checks.of(host.observed(), request).getFirst();
  }
}
