package gangway.host;

import static gangway.pci.Examples.address;
import static org.assertj.core.api.Assertions.assertThat;

import gangway.pci.DeviceId;
import gangway.pci.PciAddress;
import gangway.pci.PciClass;
import gangway.pci.PciFunction;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The function of Xen's own console, from Xen's command line. */
class XenConsoleTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          console=com1 com1=115200,8n1,pci                   | com1=115200,8n1,pci            |
          console=com1,vga com1=115200,8n1,amt               | com1=115200,8n1,amt            |
          com1=115200,8n1,pci                                | com1=115200,8n1,pci            |
          console=com2L com2=115200,8n1,0xe000,0,03:00.0     | com2=115200,8n1,0xe000,0,03:00.0 | 03:00.0
          console=com1 com1=9600,8n1,pci,0,03:00.0,00:1c.0   | com1=9600,8n1,pci,0,03:00.0,00:1c.0 | 03:00.0
          console=com1 com1=115200,dev=pci,port=03:00.0      | com1=115200,dev=pci,port=03:00.0 | 03:00.0
          console=dbgp dbgp=ehci@pci00:1d.0                  | dbgp=ehci@pci00:1d.0           | 00:1d.0
          console=xhci dbgp=xhci@pci00:14.0,share=yes        | dbgp=xhci@pci00:14.0,share=yes | 00:14.0
          console=dbgp dbgp=ehci1                            | dbgp=ehci1                     |
          """)
  void aConsoleOnAFunction(String line, String option, String function) {
    List<XenConsole> consoles = consoles(line);
    assertThat(consoles).extracting(XenConsole::option).containsExactly(option);
    assertThat(consoles.getFirst().function().map(PciAddress::toString))
        .isEqualTo(Optional.ofNullable(function).map(f -> "0000:" + f));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          console=com1 com1=115200,8n1
          console=com1 com1=115200,8n1,0x3f8,4
          console=vga com1=115200,8n1,pci
          console=com2 com1=115200,8n1,pci
          console=com1,vga console=none com1=115200,8n1,pci
          com1=115200,8n1,pci com1=115200,8n1
          console=dbgp
          console=vga dbgp=ehci@pci00:1d.0
          quiet
          """)
  void noConsoleOnAFunction(String line) {
    assertThat(consoles(line)).isEmpty();
  }

  @Test
  void withoutAnAddressTheConsoleMayBeOnAnyFunctionOfItsClass() {
    XenConsole serial = consoles("com1=115200,8n1,pci").getFirst();
    assertThat(serial.fits(function("05:00.0", 0x070002))).isTrue();
    assertThat(serial.fits(function("00:14.0", 0x0c0330))).isFalse();
    XenConsole xhci = consoles("console=xhci dbgp=xhci").getFirst();
    assertThat(xhci.fits(function("00:14.0", 0x0c0330))).isTrue();
    assertThat(xhci.fits(function("00:1d.0", 0x0c0320))).isFalse();
    XenConsole named = consoles("com1=115200,8n1,pci,0,05:00.0").getFirst();
    assertThat(named.fits(function("05:00.0", 0x070002))).isTrue();
    assertThat(named.fits(function("06:00.0", 0x070002))).isFalse();
  }

  @Test
  void theLastValueOfAnOptionCounts() {
    XenCommandLine line = new XenCommandLine("placeholder com1=9600  com1=115200,8n1 com10=1");
    assertThat(line.value("com1")).contains("115200,8n1");
    assertThat(line.value("com")).isEmpty();
    assertThat(new XenCommandLine("").value("com1")).isEmpty();
  }

  private static List<XenConsole> consoles(String line) {
    return XenConsole.of(new XenCommandLine(line));
  }

  private static PciFunction function(String address, int type) {
    DeviceId id = new DeviceId(0x8086, 1);
    return new PciFunction(address(address), id, id, new PciClass(type), Optional.empty(), "");
  }
}
