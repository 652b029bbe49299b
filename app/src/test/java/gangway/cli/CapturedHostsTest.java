package gangway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Checks on captured hosts. */
class CapturedHostsTest {
  private static final Path CAPTURES = Path.of("src/test/resources/captures");

  /**
   * A real host: the lab's dom0 on Xen 4.17, captured in an SSH session. Its default route uses a
   * bridge on a bond of {@code 03:00.0} and {@code 0a:04.0}.
   */
  private static final Path LAB = CAPTURES.resolve("lab-bond-and-bridge.gangway");

  /**
   * Built by hand: root and an encrypted /home on LVM on a mirror of the NVMe disks at {@code
   * 04:00.0} and {@code 05:00.0}; guests' disks are files on a multipath disk behind the SAS
   * adapters at {@code 06:00.0} and {@code 07:00.0}.
   */
  private static final Path HARD_DISKS = CAPTURES.resolve("hard-disks.gangway");

  /**
   * Built by hand: a session and a guest on a bridge on a VLAN on a bond of {@code 09:00.0} and
   * {@code 0a:04.0}.
   */
  private static final Path HARD_NETWORKS = CAPTURES.resolve("hard-networks.gangway");

  @Test
  void theFunctionsOfACaptureAreListed() {
    Run run = Run.on(LAB, "devices");
    assertThat(run.exit()).isEqualTo(ExitCode.DONE);
    assertThat(run.lines()).hasSize(10);
    assertThat(run.out()).contains("0000:01:00.0  storage  nvme", "0000:0a:04.1  network  e1000");
  }

  @Test
  void hidingTheRootDisksControllerIsRefused() {
    Run run = Run.on(LAB, "check", "hide", "00:1f.2");
    assertThat(run.exit()).isEqualTo(ExitCode.REFUSED);
    assertThat(run.out())
        .startsWith(
            "blocked DISK-ROOT: 0000:00:1f.2 carries /, and dom0 cannot run or boot without it\n")
        .contains("/ is on /dev/sda1, on /dev/sda, on 0000:00:1f.2\n");
  }

  @Test
  void oneNicOfABondCanBeHiddenButNotBoth() {
    Run one = Run.on(LAB, "check", "hide", "03:00.0");
    assertThat(one.exit()).isEqualTo(ExitCode.DONE);
    assertThat(one.out()).contains("warning NETWORK-DEGRADED", "eth2, also in bond0, stays up");
    Run both = Run.on(LAB, "check", "hide", "03:00.0", "0a:04.0");
    assertThat(both.exit()).isEqualTo(ExitCode.REFUSED);
    assertThat(both.out())
        .contains(
            "the SSH session from 10.0.2.2 is on br0, on bond0, on eth0, on 0000:03:00.0",
            "the SSH session from 10.0.2.2 is on br0, on bond0, on eth2, on 0000:0a:04.0");
  }

  @Test
  void anUnusedDiskAndAnUnusedNicCanBeHidden() {
    Run run = Run.on(LAB, "check", "hide", "01:00.0", "09:00.0");
    assertThat(run.exit()).isEqualTo(ExitCode.DONE);
    assertThat(run.out()).isEqualTo("nothing blocks 'hide'\n");
  }

  @Test
  void anAcceptedRequestIsPlanned() {
    Run refused = Run.on(LAB, "hide", "--dry-run", "--now", "--accept", "DISK-ROOT", "00:1f.2");
    assertThat(refused.exit()).isEqualTo(ExitCode.REFUSED);
    Run planned =
        Run.on(LAB, "hide", "--dry-run", "--now", "--accept", "DISK-ROOT=00:1f.2", "00:1f.2");
    assertThat(planned.exit()).isEqualTo(ExitCode.DONE);
    assertThat(planned.err()).startsWith("accepted DISK-ROOT");
    assertThat(planned.out()).contains("unbind 0000:00:1f.2 from ahci");
  }

  @Test
  void hidingOneDiskOfAMirrorDegradesItAndHidingBothLosesTheRoot() {
    assertThat(Run.on(HARD_DISKS, "check", "hide", "04:00.0").out())
        .contains(
            "blocked DISK-DEGRADED: without 0000:04:00.0, /dev/md0 (raid1) would be degraded, not"
                + " lost")
        .contains(
            "/home is on /dev/mapper/home (dm-crypt), on /dev/mapper/vg-home (LVM), on /dev/md0"
                + " (raid1), on /dev/nvme0n1p1, on /dev/nvme0n1, on 0000:04:00.0");
    assertThat(Run.on(HARD_DISKS, "check", "hide", "04:00.0", "05:00.0").out())
        .contains(
            "blocked DISK-ROOT: 0000:04:00.0 carries /, and dom0 cannot run or boot without it")
        .contains(
            "blocked DISK-ROOT: 0000:05:00.0 carries /, and dom0 cannot run or boot without it")
        .contains(
            "blocked DISK-IN-USE: 0000:04:00.0 carries /home, which dom0 uses now and would lose");
  }

  @Test
  void aGuestsDiskIsFoundThroughItsFileAndAllPathsOfMultipath() {
    // the capture does not have the states of the paths, so the disk counts as lost with any of
    // them
    assertThat(Run.on(HARD_DISKS, "check", "hide", "07:00.0").out())
        .contains("blocked DISK-GUEST: 0000:07:00.0 carries the disk of a running guest");
    assertThat(Run.on(HARD_DISKS, "check", "hide", "06:00.0", "07:00.0").out())
        .contains("blocked DISK-GUEST: 0000:06:00.0 carries the disk of a running guest")
        .contains("on /dev/loop0 (/srv/guests/pv1.img), on /dev/mapper/mpatha (multipath)");
  }

  @Test
  void aSessionAndAGuestAreFoundThroughBridgeVlanAndBond() {
    assertThat(Run.on(HARD_NETWORKS, "check", "hide", "09:00.0").exit()).isEqualTo(ExitCode.DONE);
    assertThat(Run.on(HARD_NETWORKS, "check", "hide", "09:00.0", "0a:04.0").out())
        .contains(
            "blocked NETWORK-SESSION: this SSH session from 10.0.9.77 would be cut off",
            "is on xenbr1, on bond0.10, on bond0, on eth1, on 0000:09:00.0",
            "blocked NETWORK-GUESTS: guest pv1 would be cut off");
  }
}
