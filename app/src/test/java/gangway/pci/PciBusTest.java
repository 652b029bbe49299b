package gangway.pci;

import static gangway.pci.Examples.address;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import gangway.Problem;
import gangway.machine.FolderMachine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a sysfs with the kernel's layout: folders below /sys/devices, links elsewhere. */
class PciBusTest {
  private static final PciAddress CARD = address("0000:09:00.0");

  @TempDir(factory = Sysfs.class)
  private Path root;

  @Test
  void everyFunctionIsFoundInOrder() {
    assertThat(bus().functions())
        .extracting(function -> function.address().toString())
        .containsExactly(
            "0000:00:1c.0", "0000:00:1e.0", "0000:09:00.0", "0000:0a:04.0", "0000:0a:04.1");
  }

  @Test
  void aFolderWithoutAUeventFileIsLeftOut() throws IOException {
    Files.delete(root.resolve("sys/bus/pci/devices/0000:09:00.0/uevent"));
    assertThat(bus().functions().at(CARD)).isEmpty();
  }

  @Test
  void aFolderWithoutAUeventFileIsReadFromItsOtherFiles() throws IOException {
    Path folder = root.resolve("sys/bus/pci/devices/0000:09:00.0");
    PciFunction before = bus().functions().at(CARD).orElseThrow();
    Files.delete(folder.resolve("uevent"));
    Files.writeString(folder.resolve("class"), "0x020000\n");
    Files.writeString(folder.resolve("vendor"), "0x8086\n");
    assertThat(bus().functions().unread()).containsExactly(CARD);
    Files.writeString(folder.resolve("device"), "0x10d3\n");
    Files.writeString(folder.resolve("subsystem_vendor"), "0x8086\n");
    Files.writeString(folder.resolve("subsystem_device"), "0xa01f\n");
    Files.writeString(folder.resolve("modalias"), before.modalias() + "\n");
    assertThat(bus().functions().at(CARD)).contains(before);
    assertThat(bus().functions().unread()).isEmpty();
    Files.writeString(folder.resolve("class"), "020000\n");
    assertThat(bus().functions().at(CARD)).isEmpty();
  }

  @Test
  void aRequestForAFunctionThatCannotBeReadIsRefused() throws IOException {
    Files.delete(root.resolve("sys/bus/pci/devices/0000:09:00.0/uevent"));
    Problem problem = catchThrowableOfType(Problem.class, () -> bus().functions().meant("09:00.0"));
    assertThat(problem.kind()).isEqualTo(Problem.Kind.REFUSED);
    assertThat(problem.blocker()).contains("0000:09:00.0 cannot be read");
  }

  @Test
  void aMachineWithoutPciHasNoFunctions(@TempDir Path empty) {
    assertThat(new PciBus(new FolderMachine(empty)).functions()).isEmpty();
  }

  @Test
  void theDriverIsReadFromItsLink() {
    assertThat(bus().driver(CARD)).contains("e1000e");
    assertThat(bus().driver(address("0a:04.1"))).isEmpty();
  }

  @Test
  void theModuleOfADriverCanHaveAnotherName() {
    assertThat(bus().module("xhci_hcd")).contains("xhci_pci");
    assertThat(bus().module("e1000e")).contains("e1000e");
    assertThat(bus().module("pcieport")).isEmpty();
    assertThat(bus().module("absent")).isEmpty();
  }

  @Test
  void thePathHasTheBridgesFromTheRootPortDown() {
    assertThat(bus().path(CARD)).containsExactly(address("00:1c.0"));
    assertThat(bus().path(address("0a:04.1"))).containsExactly(address("00:1e.0"));
    assertThat(bus().path(address("00:1c.0"))).isEmpty();
    assertThat(bus().path(address("ff:00.0"))).isEmpty();
  }

  @Test
  void allDetailsOfACardAreRead() {
    Details card = details(CARD);
    assertThat(card.path()).containsExactly(address("00:1c.0"));
    assertThat(card.siblings()).isEmpty();
    assertThat(card.resetMethods()).containsExactly("flr", "bus");
    assertThat(card.interrupt()).hasValue(16);
    assertThat(card.messages()).containsExactly(9, 24, 120);
    assertThat(card.bars()).extracting(Bar::text).containsExactly("memory at 0xfea40000, 128 KiB");
    assertThat(card.iommuGroup()).hasValue(14);
    assertThat(card.numaNode()).hasValue(1);
    assertThat(card.virtualFunctions()).containsExactly(address("09:10.0"), address("09:10.2"));
    assertThat(card.physicalFunction()).isEmpty();
    assertThat(card.capability(Capability.MsiX.class)).contains(new Capability.MsiX(5, true));
    assertThat(card.functionLevelReset()).isTrue();
  }

  @Test
  void theOtherFunctionsOfTheDeviceAreSiblings() {
    assertThat(details(address("0a:04.1")).siblings()).containsExactly(address("0a:04.0"));
  }

  @Test
  void missingFilesGiveEmptyDetails() {
    Details bare = details(address("0a:04.1"));
    assertThat(bare.resetMethods()).isEmpty();
    assertThat(bare.interrupt()).isEmpty();
    assertThat(bare.messages()).isEmpty();
    assertThat(bare.bars()).isEmpty();
    assertThat(bare.iommuGroup()).isEmpty();
    assertThat(bare.numaNode()).isEqualTo(OptionalInt.empty());
    assertThat(bare.physicalFunction()).isEqualTo(Optional.empty());
    assertThat(bare.capabilities()).isEqualTo(List.of());
    assertThat(bare.functionLevelReset()).isFalse();
  }

  @Test
  void anOldKernelHasAnUnnamedResetMethod() {
    assertThat(details(address("0a:04.0")).resetMethods()).containsExactly("unnamed");
  }

  @Test
  void interrupt0AndNodeMinus1MeanNone() {
    Details bare = details(address("0a:04.0"));
    assertThat(bare.interrupt()).isEmpty();
    assertThat(bare.numaNode()).isEmpty();
  }

  private PciBus bus() {
    return new PciBus(new FolderMachine(root));
  }

  private Details details(PciAddress address) {
    PciFunctions all = bus().functions();
    return bus().details(all.at(address).orElseThrow(), all);
  }
}
