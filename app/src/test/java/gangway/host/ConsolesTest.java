package gangway.host;

import static gangway.host.GuideHost.keyboard;
import static gangway.pci.Examples.address;
import static org.assertj.core.api.Assertions.assertThat;

import gangway.MemoryFolder;
import gangway.machine.FolderMachine;
import gangway.pci.PciAddress;
import gangway.pci.PciFunctions;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** dom0's screens, consoles and keyboards, and the functions they are on. */
class ConsolesTest {
  private static final PciAddress USB = address("0000:00:14.0");
  private static final String ON_USB =
      "/devices/pci0000:00/0000:00:14.0/usb1/1-4/1-4:1.0/0003:046D:C31C.0001";

  private GuideHost host;

  @BeforeEach
  void host(@TempDir(factory = MemoryFolder.class) Path folder) {
    host = new GuideHost(folder);
  }

  @Test
  void theGuidesHostHasNoConsoleOnAFunction() {
    assertThat(consoles().bootDisplays()).isEmpty();
    assertThat(consoles().framebuffers()).isEmpty();
    assertThat(consoles().terminals()).containsExactly(new Consoles.Device("hvc0", List.of()));
    assertThat(consoles().keyboards())
        .containsExactly(new Consoles.Device("AT keyboard", List.of()));
  }

  @Test
  void onlyTheFirmwaresDisplayIsABootDisplay() {
    host.function("0000:02:00.0", "1a03:2000", "30000", "");
    host.function("0000:00:02.0", "8086:5912", "30000", "");
    host.put(host.folder("0000:02:00.0") + "/boot_vga", "1\n");
    host.put(host.folder("0000:00:02.0") + "/boot_vga", "0\n");
    assertThat(consoles().bootDisplays()).containsExactly(address("0000:02:00.0"));
  }

  @Test
  void aFramebufferIsOnItsDisplayAndHasItsName() {
    host.put("sys/devices/pci0000:00/0000:00:02.0/graphics/fb0/name", "i915drmfb\n");
    host.link("sys/class/graphics/fb0", "../../devices/pci0000:00/0000:00:02.0/graphics/fb0");
    host.put("sys/devices/virtual/graphics/fbcon/cursor_blink", "1\n");
    host.link("sys/class/graphics/fbcon", "../../devices/virtual/graphics/fbcon");
    assertThat(consoles().framebuffers())
        .containsExactly(
            new Consoles.Device("/dev/fb0 (i915drmfb)", List.of(address("0000:00:02.0"))));
  }

  @Test
  void aSerialConsoleIsOnItsFunctionAndTheBridgesAbove() {
    String port = "sys/devices/pci0000:00/0000:00:1c.0/0000:05:00.0/0000:05:00.0:0/tty/ttyS4";
    host.put(port + "/dev", "4:68\n").link("sys/class/tty/ttyS4", "../../../" + port);
    host.put("proc/consoles", "ttyS4                -W- (EC p a)    4:68\ntty0 -WU (E  p  ) 4:1\n");
    assertThat(consoles().terminals())
        .containsExactly(
            new Consoles.Device("ttyS4", List.of(address("0000:00:1c.0"), address("0000:05:00.0"))),
            new Consoles.Device("tty0", List.of()));
  }

  @Test
  void aConsoleOnTheKernelCommandLineCountsBeforeTheKernelFindsIt() {
    host.put(
        "proc/cmdline", "root=/dev/sda1 console=hvc0 console=ttyUSB0,115200n8 console= quiet\n");
    assertThat(consoles().terminals())
        .extracting(Consoles.Device::name)
        .containsExactly("hvc0", "ttyUSB0");
  }

  @Test
  void aKeyboardIsOnItsUsbController() {
    input(keyboard("Model M", ON_USB));
    assertThat(consoles().keyboards())
        .containsExactly(new Consoles.Device("Model M", List.of(USB)));
  }

  @Test
  void aDeviceWithKeysButWithoutLettersIsNotAKeyboard() {
    String button = keyboard("Power Button", ON_USB).replaceFirst("KEY=.*", "KEY=10000000000000 0");
    String mouse = keyboard("Mouse", ON_USB).replace("kbd", "mouse0");
    String typed = keyboard("xdotool", "/devices/virtual");
    String torn = keyboard("Torn", ON_USB).replaceFirst("KEY=.*", "KEY=zz");
    input(button + mouse + typed + torn + "N: Name\nS\n\n\n");
    assertThat(consoles().keyboards()).isEmpty();
  }

  @Test
  void aSecurityKeyIsNotAKeyboard() {
    String yubiKey = keyboard("Yubico YubiKey OTP+FIDO+CCID", ON_USB).replace("046d", "1050");
    input(yubiKey + keyboard("Model M", ON_USB));
    assertThat(consoles().keyboards())
        .containsExactly(new Consoles.Device("Model M", List.of(USB)));
  }

  /** A 32-bit kernel writes 32-bit words. */
  @ParameterizedTest
  @CsvSource({
    "402000002 3803078f800d001 feffffdfffefffff fffffffffffffffe, 1",
    "4 2000002 3803078 f800d001 feffffdf ffefffff ffffffff fffffffe, 1",
    "fffffffffffffffe 0, 0",
    "7fffffff00000000, 0",
    "'', 0"
  })
  void aDeviceWithAllLettersIsAKeyboard(String keys, int keyboards) {
    input(keyboard("Model M", ON_USB).replaceFirst("KEY=.*", "KEY=" + keys));
    assertThat(consoles().keyboards()).hasSize(keyboards);
  }

  @Test
  void anEmptyMachineHasNoConsoles(@TempDir Path empty) {
    Consoles consoles = Consoles.read(new FolderMachine(empty), new PciFunctions(List.of()));
    assertThat(consoles.terminals()).isEmpty();
    assertThat(consoles.keyboards()).isEmpty();
  }

  private void input(String devices) {
    host.put("proc/bus/input/devices", devices);
  }

  private Consoles consoles() {
    return host.observed().consoles();
  }
}
