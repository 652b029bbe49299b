package gangway.host.storage;

import static gangway.host.DiskStacks.NVME;
import static gangway.host.DiskStacks.OTHER_NVME;
import static gangway.host.DiskStacks.OTHER_SAS;
import static gangway.host.DiskStacks.SAS;
import static gangway.host.GuideHost.CARD;
import static gangway.host.GuideHost.DISK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import gangway.host.DiskStacks;
import gangway.host.GuideHost;
import gangway.host.storage.Storage.Kind;
import gangway.host.storage.Storage.Use;
import gangway.host.storage.Unplaced.Where;
import gangway.host.storage.Volume.Impact;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The devices of ZFS pools and their redundancy. */
class ZfsPoolsTest {
  private final Stored stored = Stored.onGuideHost();
  private final GuideHost host = stored.host();
  private final DiskStacks stacks = stored.stacks().nvmes();

  @Test
  void aZfsDatasetIsOnTheDisksOfItsPool() {
    zfs();
    stacks.mount("0:40", "/", "zfs", "tank/ROOT/debian");
    assertThat(stored.uses()).contains(new Use(Kind.SYSTEM, "/", "ZFS pool tank"));
    assertThat(stored.chain("ZFS pool tank", NVME))
        .containsExactly(
            "ZFS pool tank", "mirror-0 of ZFS pool tank", "/dev/nvme0n1p1", "/dev/nvme0n1");
    assertThat(stored.impact("ZFS pool tank", NVME)).isEqualTo(Impact.DEGRADED);
    assertThat(stored.impact("ZFS pool tank", NVME, OTHER_NVME)).isEqualTo(Impact.LOST);
    assertThat(stored.impact("ZFS pool tank", SAS)).as("its log").isEqualTo(Impact.LOST);
    assertThat(stored.impact("ZFS pool tank", OTHER_SAS))
        .as("its cache")
        .isEqualTo(Impact.DEGRADED);
  }

  @Test
  void aSnapshotIsOnItsPool() {
    zfs();
    stacks.mount("0:41", "/tank/.zfs/snapshot/monday", "zfs", "tank@monday");
    assertThat(stored.uses())
        .contains(new Use(Kind.IN_USE, "/tank/.zfs/snapshot/monday", "ZFS pool tank"));
  }

  @Test
  void aZfsVolumeIsOnItsPool() {
    zfs();
    host.volume("zd0", "230:0").link("dev/zvol/tank/guests/pv1", "../../../zd0");
    stacks.served(3, "vbd", "physical-device", "e6:0");
    assertThat(stored.uses()).contains(new Use(Kind.GUEST, "disk 230:0 of guest pv1", "zd0"));
    assertThat(stored.chain("zd0", NVME)).startsWith("/dev/zd0", "ZFS pool tank");
  }

  @Test
  void anImportedPoolWithoutMountsIsActive() {
    zfs();
    assertThat(stored.uses()).contains(new Use(Kind.MEMBER, "ZFS pool tank", "ZFS pool tank"));
  }

  private void zfs() {
    stacks.sasAdapters().sasDisk(SAS, "sdb", "8:16").sasDisk(OTHER_SAS, "sdc", "8:32");
    host.put("sys/module/zfs/version", "2.1.11\n");
    host.answer(
        "zpool status -LP",
        """
          pool: tank
         state: DEGRADED
        status: One or more devices could not be used, and there is
        	/dev/sda1 in this text that is no device.
        config:

        	NAME                STATE     READ WRITE CKSUM
        	tank                DEGRADED     0     0     0
        	  mirror-0          DEGRADED     0     0     0
        	    /dev/nvme0n1p1  ONLINE       0     0     0
        	    /dev/nvme1n1p1  ONLINE       0     0     0
        	    8412563         UNAVAIL      0     0     0  was /dev/sdq
        	logs
        	  /dev/sdb          ONLINE       0     0     0
        	cache
        	  /dev/sdc          ONLINE       0     0     0

        errors: No known data errors
        """);
  }

  @ParameterizedTest
  @CsvSource({
    "raidz1-0,              DEGRADED, LOST",
    "raidz-0,               DEGRADED, LOST",
    "raidz2-0,              DEGRADED, DEGRADED",
    "raidz3-0,              DEGRADED, DEGRADED",
    "draid1:3d:4c:0s-0,     DEGRADED, LOST",
    "draid2:2d:4c:0s-0,     DEGRADED, DEGRADED",
    "mirror-0,              DEGRADED, DEGRADED",
    "indirect-0,            LOST,     LOST",
  })
  void aVdevSurvivesTheLossesThatItsParityAllows(String part, Impact without, Impact withoutBoth) {
    pool(part, "ONLINE", "ONLINE");
    assertThat(stored.impact("ZFS pool tank", NVME)).isEqualTo(without);
    assertThat(stored.impact("ZFS pool tank", NVME, OTHER_NVME)).isEqualTo(withoutBoth);
    assertThat(stored.impact("ZFS pool tank", CARD)).isEqualTo(Impact.WHOLE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"FAULTED", "ONLINE 0 0 0  (resilvering)", "ONLINE 0 0 0 (awaiting resilver)"})
  void aFaultyOrResilveringDiskGivesNoRedundancy(String state) {
    pool("raidz1-0", "ONLINE", state);
    assertThat(stored.impact("ZFS pool tank", NVME)).isEqualTo(Impact.LOST);
    assertThat(stored.impact("ZFS pool tank", OTHER_NVME)).isEqualTo(Impact.DEGRADED);
    pool("raidz2-0", "ONLINE", state);
    assertThat(stored.impact("ZFS pool tank", NVME)).isEqualTo(Impact.DEGRADED);
  }

  @Test
  void aDiskUnderReplacementNeedsItsOldAndItsNewDisk() {
    tells(
        """
        	tank                DEGRADED     0     0     0
        	  mirror-0          DEGRADED     0     0     0
        	    replacing-0     DEGRADED     0     0     0
        	      /dev/nvme0n1p1  ONLINE     0     0     0
        	      /dev/nvme1n1p1  ONLINE     0     0     0  (resilvering)
        	    /dev/sda2       ONLINE       0     0     0
        """);
    assertThat(stored.impact("ZFS pool tank", NVME)).isEqualTo(Impact.DEGRADED);
    assertThat(stored.impact("ZFS pool tank", DISK)).isEqualTo(Impact.LOST);
  }

  /** A tool that fails does not prove that there are no pools. */
  @Test
  void poolsAreUnknownIfZpoolFails() {
    host.put("sys/module/zfs/version", "2.1.11\n");
    host.answer("zpool status -LP", 1, "");
    assertThat(stored.storage().unplaced())
        .extracting(Unplaced::what, Unplaced::where)
        .containsExactly(tuple("the ZFS pools, if any", Where.ON_A_DISK));
  }

  /** The kernel has a folder for each imported pool, also without the tool. */
  @Test
  void anImportedPoolThatZpoolDoesNotShowIsUnplaced() {
    host.put("sys/module/zfs/version", "2.1.11\n");
    host.put("proc/spl/kstat/zfs/arcstats", "9 1 0x01 98 26656\n");
    host.put("proc/spl/kstat/zfs/tank/state", "ONLINE\n");
    host.withoutProgram("zpool");
    assertThat(stored.storage().unplaced())
        .extracting(Unplaced::why)
        .containsExactly(
            "ZFS pool tank is imported, and 'zpool status -LP' does not show the disks of this"
                + " pool");
    pool("mirror-0", "ONLINE", "ONLINE");
    assertThat(stored.storage().unplaced()).isEmpty();
  }

  /** A group of four disks; the states of the first two are parameters. */
  private void pool(String part, String first, String second) {
    tells(
        """
        	tank                ONLINE       0     0     0
        	  %s                ONLINE       0     0     0
        	    /dev/nvme0n1p1  %s
        	    /dev/nvme1n1p1  %s
        	    /dev/sda1       ONLINE       0     0     0
        	    /dev/sda2       ONLINE       0     0     0
        """
            .formatted(part, first, second));
  }

  private void tells(String drawing) {
    host.put("sys/module/zfs/version", "2.1.11\n");
    host.answer(
        "zpool status -LP",
        "  pool: tank\n state: ONLINE\nconfig:\n\n\tNAME  STATE  READ WRITE CKSUM\n"
            + drawing
            + "\nerrors: No known data errors\n");
  }
}
