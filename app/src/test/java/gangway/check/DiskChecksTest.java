package gangway.check;

import static gangway.check.Requests.LASTING;
import static gangway.check.Requests.NOW;
import static gangway.check.Requests.hide;
import static gangway.host.DiskStacks.NVME;
import static gangway.host.DiskStacks.NVME_PORT;
import static gangway.host.DiskStacks.OTHER_NVME;
import static gangway.host.DiskStacks.OTHER_SAS;
import static gangway.host.DiskStacks.SAS;
import static gangway.host.GuideHost.CARD;
import static gangway.host.GuideHost.DISK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import gangway.check.Finding.Waiver;
import gangway.host.DiskStacks;
import gangway.host.GuideHost;
import gangway.pci.PciAddress;
import gangway.request.Request;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Findings about functions that carry disks, and the acceptances they need. */
class DiskChecksTest {
  private GuideHost host;
  private DiskStacks stacks;

  @BeforeEach
  void host() {
    host = new GuideHost();
    stacks = DiskStacks.on(host).withoutPlainUses();
  }

  @Test
  void theRootFileSystemNeedsAnAcceptanceWithTheAddress() {
    stacks.mount("8:1", "/", "ext4", "/dev/sda1").mount("8:2", "/home", "ext4", "/dev/sda2");
    List<Finding> findings = findings(hide(NOW, DISK));
    assertThat(findings).extracting(Finding::code).containsExactly("DISK-ROOT", "DISK-IN-USE");
    assertThat(findings)
        .extracting(Finding::waiver)
        .containsExactly(Waiver.CODE_AND_ADDRESS, Waiver.CODE);
    assertThat(findings)
        .extracting(Finding::function)
        .containsOnly(Optional.of(GuideHost.address(DISK)));
  }

  @Test
  void severalUsesOfOneVolumeShareOneLineOfEvidence() {
    for (String place : List.of("/a", "/b", "/c", "/d", "/e", "/f", "/g", "/h")) {
      stacks.mount("8:1", place, "ext4", "/dev/sda1");
    }
    stacks.mount("8:2", "/z", "ext4", "/dev/sda2");
    assertThat(only(hide(NOW, DISK)).evidence())
        .containsExactly(
            "/a, /b, /c, /d, /e, /f and 2 more is on /dev/sda1, on /dev/sda, on 0000:00:1f.2",
            "/z is on /dev/sda2, on /dev/sda, on 0000:00:1f.2");
  }

  @Test
  void aBridgeAboveADiskIsFollowedFromTheDeepestFunction() {
    stacks.nvmes().mount("259:1", "/srv", "ext4", "/dev/nvme0n1p1");
    Finding finding =
        findings(hide(NOW, NVME_PORT)).stream()
            .filter(f -> f.code().equals("DISK-IN-USE"))
            .findFirst()
            .orElseThrow();
    assertThat(finding.evidence())
        .containsExactly(
            "/srv is on /dev/nvme0n1p1, on /dev/nvme0n1, on 0000:04:00.0, on 0000:00:1d.0");
  }

  @Test
  void aRedundantVolumeIsReportedAsDegraded() {
    mirroredRoot();
    Finding finding = only(hide(NOW, NVME));
    assertThat(finding.code()).isEqualTo("DISK-DEGRADED");
    assertThat(finding.waiver()).isEqualTo(Waiver.CODE);
    assertThat(finding.sentence())
        .isEqualTo("without 0000:04:00.0, /dev/md0 (raid1) would be degraded, not lost");
    assertThat(finding.evidence())
        .containsExactly(
            "/ is on /dev/mapper/vg-root (LVM), on /dev/md0 (raid1), on /dev/nvme0n1p1, on"
                + " /dev/nvme0n1, on 0000:04:00.0");
  }

  @Test
  void hidingBothDisksOfAMirrorLosesIt() {
    mirroredRoot();
    List<Finding> findings = findings(hide(NOW, NVME, OTHER_NVME));
    assertThat(findings).extracting(Finding::code).containsExactly("DISK-ROOT", "DISK-ROOT");
    assertThat(findings.getFirst().evidence())
        .contains(
            "without this function alone it would only be degraded, but dom0 also loses: "
                + OTHER_NVME);
  }

  @Test
  void forAHideAtBootDisksAlreadyHiddenAtBootCountAsLost() {
    mirroredRoot();
    host.put("etc/modprobe.d/gangway.conf", "options xen-pciback hide=(%s)\n".formatted(OTHER_NVME))
        .pack();
    assertThat(only(hide(NOW, NVME)).code()).isEqualTo("DISK-DEGRADED");
    assertThat(findings(hide(LASTING, NVME)))
        .extracting(Finding::code, finding -> finding.function().orElseThrow())
        .containsExactly(
            tuple("DISK-ROOT", PciAddress.parse(NVME).orElseThrow()),
            tuple("DISK-ROOT", PciAddress.parse(OTHER_NVME).orElseThrow()));
  }

  private void mirroredRoot() {
    stacks
        .nvmes()
        .array("md0", "9:0", "raid1", "nvme0n1p1", "nvme1n1p1")
        .mapped("dm-0", "253:0", "vg-root", "LVM-abc", "md0")
        .mount("253:0", "/", "ext4", "/dev/mapper/vg-root");
  }

  @Test
  void theEvidenceForAGuestImageIncludesItsFileSystem() {
    stacks
        .sasAdapters()
        .sasDisk(SAS, "sdb", "8:16")
        .sasDisk(OTHER_SAS, "sdc", "8:32")
        .mapped("dm-0", "253:0", "mpatha", "mpath-3600", "sdb", "sdc")
        .mapped("dm-1", "253:1", "vg-srv", "LVM-abc", "dm-0")
        .loop("loop0", "7:0", "/srv/pv1.img")
        .mount("253:1", "/srv", "ext4", "/dev/mapper/vg-srv")
        .served(3, "vbd", "physical-device", "7:0")
        .served(3, "vbd", "params", "/srv/pv1.img");
    host.answer(
        "dmsetup status --noflush",
        "mpatha: 0 9 multipath 2 0 0 0 1 1 A 0 2 0 8:16 A 0 8:32 A 0\n");
    assertThat(only(hide(NOW, SAS)).evidence())
        .containsExactly(
            "/srv is on /dev/mapper/vg-srv (LVM), on /dev/mapper/mpatha (multipath), on /dev/sdb,"
                + " on 0000:06:00.0",
            "disk /srv/pv1.img of guest pv1 is on /dev/loop0 (/srv/pv1.img), on"
                + " /dev/mapper/vg-srv (LVM), on /dev/mapper/mpatha (multipath), on /dev/sdb, on"
                + " 0000:06:00.0");
    assertThat(findings(hide(NOW, SAS, OTHER_SAS)))
        .extracting(Finding::code)
        .containsExactly("DISK-IN-USE", "DISK-GUEST", "DISK-IN-USE", "DISK-GUEST");
  }

  @Test
  void swapAndMountsHaveDifferentRemedies() {
    stacks.mount("8:1", "/home", "ext4", "/dev/sda1");
    assertThat(only(hide(NOW, DISK)).remedy()).doesNotContain("swapoff").contains("unmount");
    host.put("proc/swaps", "Filename\n/dev/sda2 partition 9\n");
    assertThat(only(hide(NOW, DISK)).remedy()).contains("swapoff").contains("unmount");
    host.put("proc/self/mountinfo", DiskStacks.NO_DISK_MOUNTED);
    assertThat(only(hide(NOW, DISK)).remedy()).contains("swapoff").doesNotContain("unmount");
  }

  @Test
  void anUnknownDiskIsReportedOnlyForFunctionsWithDisks() {
    stacks.mount("8:99", "/mnt", "ext4", "/dev/sdz1");
    Finding finding = only(hide(NOW, DISK));
    assertThat(finding.evidence())
        .containsExactly(
            "/mnt is mounted from /dev/sdz1, but the disk below it is not known: /sys/class/block"
                + " has no device 8:99");
    assertThat(finding.sentence())
        .isEqualTo("the disk or server of /mnt is not known, and 0000:00:1f.2 may carry it");
    assertThat(findings(hide(NOW, CARD))).isEmpty();
  }

  @Test
  void aContradictionIsReportedOnlyForFunctionsWithDisks() {
    host.volume("dm-8", "253:8", "dm-9").volume("dm-9", "253:9", "dm-8");
    assertThat(only(hide(NOW, DISK)).evidence())
        .containsExactly("dm-9 is on dm-8, and dm-8 is on dm-9");
    assertThat(findings(hide(NOW, CARD))).isEmpty();
  }

  @Test
  void longListsShowTheFirstItemsAndTheNumberOfTheRest() {
    assertThat(TextLists.of(List.of())).isEmpty();
    assertThat(TextLists.of(List.of("a"))).isEqualTo("a");
    assertThat(TextLists.of(List.of("a", "b"))).isEqualTo("a and b");
    assertThat(TextLists.of(List.of("a", "b", "c"))).isEqualTo("a, b and c");
    assertThat(TextLists.of(List.of("a", "b", "c", "d", "e", "f"))).endsWith(", e and f");
    assertThat(TextLists.of(List.of("a", "b", "c", "d", "e", "f", "g"))).endsWith(", f and 1 more");
    assertThat(TextLists.lines(List.of("a", "b"), 2)).containsExactly("a", "b");
    assertThat(TextLists.lines(List.of("a", "b", "c"), 2)).containsExactly("a", "b", "and 1 more");
  }

  private List<Finding> findings(Request request) {
    return Checks.of(host.observed(), request);
  }

  private Finding only(Request request) {
    List<Finding> findings = findings(request);
    assertThat(findings).hasSize(1);
    return findings.getFirst();
  }
}
