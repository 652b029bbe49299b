package gangway.host;

import static gangway.host.GuideHost.CARD;
import static gangway.host.GuideHost.TWIN;
import static gangway.pci.Examples.address;
import static org.assertj.core.api.Assertions.assertThat;

import gangway.MemoryFolder;
import gangway.machine.FolderMachine;
import gangway.pci.PciAddress;
import gangway.pci.PciBus;
import gangway.pci.PciFunctions;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The device nodes of functions that processes have open. */
class OpenNodeTest {
  private GuideHost host;

  @TempDir(factory = MemoryFolder.class)
  private Path folder;

  @BeforeEach
  void host() {
    host = new GuideHost(folder);
  }

  @Test
  void aNodeBelongsToTheFunctionAboveItsFolder() {
    host.opened("Xorg", "dri/card0", CARD);
    assertThat(open(CARD, TWIN)).containsOnlyKeys(address(CARD));
    assertThat(open(CARD).values())
        .containsExactly(
            List.of(new OpenNode(Path.of("/dev/dri/card0"), new TreeSet<>(Set.of("Xorg")))));
  }

  /**
   * Serial ports have the same major number as dom0's virtual consoles, which are on no function.
   */
  @Test
  void aSerialPortIsANodeOfItsFunction() {
    String port = host.folder(CARD) + "/tty/ttyS0";
    host.put(port + "/uevent", "MAJOR=4\nMINOR=64\nDEVNAME=ttyS0\n");
    host.link("sys/dev/char/4:64", "../../../" + port);
    host.put("proc/9/comm", "minicom\n").link("proc/9/fd/3", "/dev/ttyS0");
    assertThat(open(CARD)).containsOnlyKeys(address(CARD));
  }

  @Test
  void aNodeThatNoProcessHasOpenIsLeftOut() {
    host.opened("phc2sys", "ptp1", CARD).without("proc/77/fd/5");
    assertThat(open(CARD)).isEmpty();
  }

  @Test
  void aNodeBelowABridgeDoesNotBelongToTheBridge() {
    host.opened("phc2sys", "ptp1", CARD);
    assertThat(open("0000:00:1c.0")).isEmpty();
  }

  @Test
  void nodesOfInputDevicesAreLeftOut() {
    host.opened("systemd-logind", "input/event3", CARD);
    assertThat(open(CARD)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"vfio/14", "vfio/noiommu-14"})
  void theVfioGroupIsANodeOfItsFunction(String node) {
    String function = "0000:04:00.0";
    host.function(function, "8086:37c8", "b4000", OpenNode.VFIO);
    host.link(host.folder(function) + "/iommu_group", "../../../kernel/iommu_groups/14");
    host.put("proc/9/comm", "spdk_tgt\n").link("proc/9/fd/3", "/dev/" + node);
    assertThat(open(function).values())
        .containsExactly(
            List.of(new OpenNode(Path.of("/dev", node), new TreeSet<>(Set.of("spdk_tgt")))));
  }

  @Test
  void processesAreSearchedOnlyIfAFunctionHasANode() {
    CountingHost machine = new CountingHost(folder);
    OpenNode.read(
        machine, functions(), Optional.empty(), List.of(address(CARD), address("0000:0b:00.0")));
    assertThat(machine.looks).isZero();
    host.opened("phc2sys", "ptp1", CARD);
    OpenNode.read(machine, functions(), Optional.empty(), List.of(address(TWIN)));
    assertThat(machine.looks).isZero();
    OpenNode.read(machine, functions(), Optional.empty(), List.of(address(CARD)));
    assertThat(machine.looks).isEqualTo(1);
    host.hidden(CARD);
    OpenNode.read(machine, functions(), Optional.empty(), List.of(address(CARD)));
    assertThat(machine.looks).as("pciback makes no nodes").isEqualTo(1);
  }

  @Test
  void aBlockDeviceIsANodeOfTheFunctionsThatItCannotDoWithout() {
    DiskStacks.on(host)
        .nvmes()
        .mapped("dm-0", "253:0", "vg-x", "LVM-x", "nvme0n1p1")
        .array("md0", "9:0", "raid1", "nvme1n1p1", "sda2");
    host.put("proc/9/comm", "mariadbd\n")
        .link("proc/9/fd/3", "/dev/nvme0n1p1")
        .link("proc/9/fd/4", "/dev/dm-0")
        .link("proc/9/fd/5", "/dev/md0");
    assertThat(open(DiskStacks.NVME, DiskStacks.OTHER_NVME, CARD))
        .containsOnlyKeys(address(DiskStacks.NVME));
    assertThat(open(DiskStacks.NVME).get(address(DiskStacks.NVME)))
        .extracting(OpenNode::node)
        .containsExactly(Path.of("/dev/dm-0"), Path.of("/dev/nvme0n1p1"));
  }

  /** A container can make a node with another name; in a folder only the name is known. */
  @Test
  void aNodeThatDom0DoesNotHaveMayBeOnEveryFunctionWithNodes() {
    host.opened("phc2sys", "ptp1", CARD).without("proc/77/fd/5");
    host.put("dev/null", "");
    host.put("proc/9/comm", "mysqld\n")
        .link("proc/9/fd/3", "/dev/xdata")
        .link("proc/9/fd/4", "/dev/shm/x (deleted)")
        .link("proc/9/fd/5", "/dev/null");
    assertThat(open(CARD, TWIN).get(address(CARD)))
        .containsExactly(
            new OpenNode(Path.of("/dev/xdata"), new TreeSet<>(Set.of("mysqld")), false));
  }

  @Test
  void aDeletedNodeIsStillOpen() {
    host.opened("phc2sys", "ptp1", CARD)
        .without("proc/77/fd/5")
        .link("proc/77/fd/5", "/dev/ptp1 (deleted)");
    assertThat(open(CARD).get(address(CARD)))
        .extracting(OpenNode::node)
        .containsExactly(Path.of("/dev/ptp1"));
  }

  /** A machine that counts the searches through its processes. */
  private static final class CountingHost extends FolderMachine {
    private int looks;

    CountingHost(Path folder) {
      super(folder);
    }

    @Override
    public SortedMap<Path, SortedSet<String>> openDevices() {
      looks++;
      return super.openDevices();
    }
  }

  private PciFunctions functions() {
    return new PciBus(host.machine()).functions();
  }

  private Map<PciAddress, List<OpenNode>> open(String... asked) {
    return OpenNode.read(
        host.machine(),
        functions(),
        Optional.of(host.observed().storage()),
        List.of(asked).stream().map(GuideHost::address).toList());
  }
}
