package gangway.check;

import static gangway.check.Requests.NOW;
import static gangway.check.Requests.hide;
import static gangway.check.Requests.unhide;
import static gangway.host.DiskStacks.NVME;
import static gangway.host.GuideHost.CARD;
import static org.assertj.core.api.Assertions.assertThat;

import gangway.MemoryFolder;
import gangway.host.DiskStacks;
import gangway.host.GuideHost;
import gangway.host.HostSnapshot;
import gangway.host.Observer;
import gangway.machine.FolderMachine;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a host does not answer, and which requests this blocks. */
class UnansweredTest {
  private final GuideHost host = new GuideHost();

  private static List<Finding> hiding(HostSnapshot host, String function) {
    return Checks.of(host, hide(NOW, function));
  }

  private static Stream<String> evidence(List<Finding> findings) {
    return findings.stream().filter(Finding::blocks).flatMap(each -> each.evidence().stream());
  }

  @Test
  void theFindingNamesTheFileAndWhatIsWrongWithIt() {
    host.put("proc/swaps", "Filename\n/dev/sda2 part");
    assertThat(evidence(hiding(host.observed(), CARD)))
        .containsExactly(
            "everything that dom0 and its guests use: /proc/swaps is cut off or has an unknown"
                + " format");
  }

  /** The reader of the mount namespaces goes on without a process that cannot be read. */
  @Test
  void theMountsOfAProcessThatCannotBeReadAreUnknown() {
    DiskStacks.on(host).nvmes();
    host.put("proc/812/mountinfo", DiskStacks.NO_DISK_MOUNTED);
    assertThat(hiding(host.observed(), NVME)).noneMatch(Finding::blocks);
    HostSnapshot unread =
        new Observer(host.machine().unreadable(Path.of("/proc/812/mountinfo"))).host();
    assertThat(evidence(hiding(unread, NVME)))
        .anyMatch(line -> line.contains("/proc/812/mountinfo cannot be read"));
  }

  /** The list of the bonds is a file among the folders of the interfaces. */
  @Test
  void theListOfBondsIsNoInterface() {
    host.put("sys/class/net/bonding_masters", "bond0\n");
    assertThat(hiding(host.observed(), CARD)).isEmpty();
  }

  @Test
  void aHostWithoutIpv6HasNoFilesOfIpv6() {
    assertThat(host.exists("proc/net/ipv6_route")).isFalse();
    assertThat(hiding(host.observed(), CARD)).isEmpty();
    host.put("proc/net/if_inet6", "");
    assertThat(hiding(host.observed(), CARD)).isEmpty();
  }

  /** The mounts also tell whether a file system is read-only. */
  @Test
  void withoutTheMountsItIsNotKnownWhetherFilesCanBeWritten() {
    host.without("proc/self/mountinfo");
    assertThat(hiding(host.observed(), CARD))
        .filteredOn(Finding::blocks)
        .extracting(Finding::code)
        .containsExactlyInAnyOrder("DISK-UNKNOWN", "SPACE-UNKNOWN");
    assertThat(Checks.of(host.observed(), unhide(NOW, CARD)))
        .extracting(Finding::code)
        .contains("SPACE-UNKNOWN");
  }

  /** In a copy of a few files the others are missing because nobody copied them. */
  @Test
  void inACopyOfAFewFilesOnlyControllersOfDisksAreInDoubt(
      @TempDir(factory = MemoryFolder.class) Path folder) {
    GuideHost copy = new GuideHost(folder);
    for (String file : List.of("self/mountinfo", "swaps", "interrupts", "iomem", "consoles")) {
      copy.without("proc/" + file);
    }
    HostSnapshot observed = new Observer(new FolderMachine(folder)).host();
    assertThat(hiding(observed, CARD)).noneMatch(Finding::blocks);
    assertThat(hiding(observed, GuideHost.DISK))
        .extracting(Finding::code)
        .containsExactly("DISK-UNKNOWN");
  }
}
