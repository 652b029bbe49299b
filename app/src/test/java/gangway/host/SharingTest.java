package gangway.host;

import static gangway.host.GuideHost.CARD;
import static gangway.host.GuideHost.TWIN;
import static gangway.host.GuideHost.address;
import static org.assertj.core.api.Assertions.assertThat;

import gangway.MemoryFolder;
import gangway.pci.Bar;
import gangway.pci.Bar.Kind;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Interrupt lines, memory pages and permissions from the kernel's files. */
class SharingTest {
  private GuideHost host;

  @BeforeEach
  void host(@TempDir(factory = MemoryFolder.class) Path folder) {
    host = new GuideHost(folder);
  }

  @Test
  void handlersAreReadAfterTheTrigger() {
    host.put(
        "proc/interrupts",
        """
                   CPU0       CPU1
         16:          0          0  xen-pirq    -ioapic-level  i801_smbus
         17:          0          0   IO-APIC   17-fasteoi   ehci_hcd:usb1, eth0
         22:          0          0  xen-pirq    -ioapic-level  xen-pciback[0000:09:00.0]
         23:          0          0  xen-pirq    -ioapic-level
         38:          1          0  xen-pirq    -msi-x     PCIe PME, aerdrv, pciehp
        NMI:          0          0   Non-maskable interrupts
        ERR:          0
        """);
    InterruptLines lines = host.observed().sharing().interrupts();
    assertThat(lines.on(16)).containsExactly("i801_smbus");
    assertThat(lines.on(17)).containsExactly("ehci_hcd:usb1", "eth0");
    assertThat(lines.on(22)).containsExactly("xen-pciback[0000:09:00.0]");
    assertThat(lines.on(23)).isEmpty();
    assertThat(lines.on(38)).containsExactly("PCIe PME", "aerdrv", "pciehp");
    assertThat(lines.on(99)).isEmpty();
    assertThat(lines.handlers()).hasSize(5);
  }

  @Test
  void functionsInTheSamePageShareIt() {
    memory(
        """
        fea00000-feafffff : PCI Bus 0000:09
          fea00800-fea01fff : 0000:09:00.0
            fea00800-fea01fff : e1000e
          fea02000-fea020ff : 0000:0a:04.0
          fea02100-fea021ff : 0000:0a:04.1
        """);
    assertThat(sharing(CARD, bar(0xfea00800L, 0x1800))).isEmpty();
    assertThat(sharing(TWIN, bar(0xfea02000L, 0x100))).containsExactly("0000:0a:04.1");
    assertThat(sharing("0000:01:00.0", bar(0xfea01000L, 0x800))).containsExactly(CARD);
    assertThat(sharing("0000:01:00.0", bar(0xfea00000L, 0x2100)))
        .containsExactly(CARD, "0000:0a:04.0", "0000:0a:04.1");
  }

  @Test
  void addressesWithTheHighestBitAreRead() {
    memory("ffffffffffffe000-fffffffffffff7ff : 0000:0a:04.0\n");
    assertThat(sharing(CARD, bar(0xfffffffffffff800L, 0x100))).containsExactly(TWIN);
  }

  @Test
  void ioPortsAndUnassignedBarsShareNoPage() {
    memory("00000000-000000ff : 0000:0a:04.0\n");
    assertThat(sharing(CARD, new Bar(0, Kind.IO, false, false, 0x80, 0x40))).isEmpty();
    assertThat(sharing(CARD, bar(0, 0x40))).isEmpty();
  }

  @Test
  void theZerosShownWithoutRootAreIgnored() {
    memory("00000000-00000000 : 0000:0a:04.0\n00000000-00000000 : 0000:0a:04.1\n");
    assertThat(sharing(CARD, bar(0xfea00000L, 0x100))).isEmpty();
  }

  @Test
  void linesWithoutARangeAreLeftOut() {
    memory("fea : 0000:0a:04.0\n-- : 0000:0a:04.0\n : \nx-y : 0000:0a:04.0\n9-8 : 0000:0a:04.0");
    assertThat(sharing(CARD, bar(0x1, 0x1000))).isEmpty();
  }

  @Test
  void permissiveFunctionsAreRead() {
    host.put("sys/bus/pci/drivers/pciback/permissive", CARD + "\nwhat\n" + TWIN + "\n");
    assertThat(host.observed().sharing().permissive())
        .containsExactlyInAnyOrder(address(CARD), address(TWIN));
  }

  private void memory(String map) {
    host.put("proc/iomem", map);
  }

  private static Bar bar(long start, long size) {
    return new Bar(0, Kind.MEMORY, false, false, start, size);
  }

  private List<String> sharing(String function, Bar bar) {
    return host.observed().sharing().memory().onPagesOf(address(function), List.of(bar)).stream()
        .map(Object::toString)
        .toList();
  }
}
