package gangway.host.storage;

import static gangway.host.DiskStacks.NVME;
import static gangway.host.DiskStacks.OTHER_NVME;
import static gangway.host.DiskStacks.OTHER_SAS;
import static gangway.host.DiskStacks.SAS;
import static gangway.host.GuideHost.CARD;
import static gangway.host.GuideHost.DISK;
import static org.assertj.core.api.Assertions.assertThat;

import gangway.host.DiskStacks;
import gangway.host.GuideHost;
import gangway.host.storage.Storage.Kind;
import gangway.host.storage.Storage.Use;
import gangway.host.storage.Volume.Impact;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The redundancy of volumes on several disks. */
class RedundancyTest {
  private static final String UUID = "0f4ec1de-8a5b-4f7c-9d6e-0123456789ab";

  private final Stored stored = Stored.onGuideHost();
  private final GuideHost host = stored.host();
  private final DiskStacks stacks = stored.stacks();

  // the kernel's software RAID

  @ParameterizedTest
  @CsvSource({
    "raid1,  2, 0, DEGRADED, LOST",
    "raid1,  2, 1, LOST,     LOST",
    "raid1,  3, 0, DEGRADED, DEGRADED",
    "raid5,  3, 0, DEGRADED, LOST",
    "raid5,  3, 1, LOST,     LOST",
    "raid6,  4, 0, DEGRADED, DEGRADED",
    "raid6,  4, 1, DEGRADED, LOST",
    "raid10, 4, 0, DEGRADED, LOST",
    "raid0,  2, 0, LOST,     LOST",
    "linear, 2, 0, LOST,     LOST",
    "'',     2, 0, LOST,     LOST",
  })
  void anArraySurvivesTheLossesThatItsLevelAndStateAllow(
      String level, int disks, int missing, Impact without, Impact withoutBoth) {
    String[] members =
        Stream.of("nvme0n1p1", "nvme1n1p1", "sda1", "sda2")
            .limit(disks - missing)
            .toArray(String[]::new);
    stacks.nvmes().array("md0", "9:0", level, members);
    stacks.md("md0", "raid_disks", Integer.toString(disks));
    stacks.md("md0", "degraded", Integer.toString(missing));
    assertThat(stored.impact("md0", NVME)).isEqualTo(without);
    if (members.length > 1) {
      assertThat(stored.impact("md0", NVME, OTHER_NVME)).isEqualTo(withoutBoth);
    }
    assertThat(stored.impact("md0", CARD)).isEqualTo(Impact.WHOLE);
  }

  @ParameterizedTest
  @CsvSource({
    "array_state,         inactive",
    "array_state,         broken",
    "sync_action,         resync",
    "sync_action,         reshape",
    "degraded,            ?",
    "raid_disks,          2 (3)",
    "dev-nvme0n1p1/state, journal",
    "dev-nvme1n1p1/state, spare",
    "dev-nvme1n1p1/state, faulty",
  })
  void anArrayThatIsNotWellBearsNothing(String file, String says) {
    stacks.nvmes().array("md0", "9:0", "raid1", "nvme0n1p1", "nvme1n1p1").md("md0", file, says);
    assertThat(stored.impact("md0", NVME)).isEqualTo(Impact.LOST);
  }

  @Test
  void losingASpareDegradesAnArray() {
    stacks.nvmes().array("md0", "9:0", "raid1", "nvme0n1p1", "nvme1n1p1", "sda2");
    stacks.md("md0", "raid_disks", "2").md("md0", "dev-sda2/state", "spare");
    assertThat(stored.impact("md0", DISK)).isEqualTo(Impact.DEGRADED);
    assertThat(stored.impact("md0", DISK, NVME)).isEqualTo(Impact.DEGRADED);
    assertThat(stored.impact("md0", NVME, OTHER_NVME)).isEqualTo(Impact.LOST);
  }

  // LVM's own RAID

  @ParameterizedTest
  @CsvSource({
    "raid1,     AA,   idle,    DEGRADED, LOST",
    "raid1,     AAA,  idle,    DEGRADED, DEGRADED",
    "raid1,     Aa,   recover, LOST,     LOST",
    "raid1,     AD,   idle,    LOST,     LOST",
    "raid1,     aa,   resync,  LOST,     LOST",
    "raid1,     AA,   check,   DEGRADED, LOST",
    "raid4,     AAA,  idle,    DEGRADED, LOST",
    "raid5_ls,  AAA,  idle,    DEGRADED, LOST",
    "raid5_ls,  AAD,  idle,    LOST,     LOST",
    "raid5_ls,  AAA,  reshape, LOST,     LOST",
    "raid6_zr,  AAAA, idle,    DEGRADED, DEGRADED",
    "raid10,    AAAA, idle,    DEGRADED, LOST",
    "raid0,     AA,   idle,    LOST,     LOST",
    "raid1_new, AA,   idle,    LOST,     LOST",
    "raid5_ls,  A,    idle,    LOST,     LOST",
  })
  void aHealthyLvmVolumeSurvivesTheLossesThatItsLevelAllows(
      String level, String health, String action, Impact without, Impact withoutBoth) {
    String[] disks =
        Stream.of("nvme0n1p1", "nvme1n1p1", "sda1", "sda2")
            .limit(Math.max(2, health.length()))
            .toArray(String[]::new);
    stacks.nvmes().images("rimage", disks);
    status("raid %s %d %s 9/9 %s 0 0 -".formatted(level, disks.length, health, action));
    assertThat(stored.impact("dm-100", NVME)).isEqualTo(without);
    assertThat(stored.impact("dm-100", NVME, OTHER_NVME)).isEqualTo(withoutBoth);
    assertThat(stored.impact("dm-100", CARD)).isEqualTo(Impact.WHOLE);
    assertThat(stored.storage().contradictions()).isEmpty();
  }

  @Test
  void anLvmMirrorNeedsItsLog() {
    stacks.nvmes().images("mimage", "nvme0n1p1", "nvme1n1p1");
    status("mirror 2 253:0 253:1 9/9 1 AA 3 disk 253:9 A");
    assertThat(stored.impact("dm-100", NVME)).isEqualTo(Impact.DEGRADED);
    assertThat(stored.impact("dm-100", DISK)).as("its log").isEqualTo(Impact.LOST);
    status("mirror 2 253:0 253:1 8/9 1 AA 3 disk 253:9 A");
    assertThat(stored.impact("dm-100", NVME)).as("being filled").isEqualTo(Impact.LOST);
    status("mirror 2 253:0 253:1 9/9 1 AD 3 disk 253:9 A");
    assertThat(stored.impact("dm-100", NVME)).as("the last one").isEqualTo(Impact.LOST);
  }

  @Test
  void anLvmImageIsLostWithItsMetadata() {
    stacks.nvmes().images("rimage", "nvme0n1p1", "nvme1n1p1");
    host.link("sys/devices/virtual/block/dm-21/slaves/sda2", "../../sda2");
    status("raid raid1 2 AA 9/9 idle 0 0 -");
    assertThat(stored.impact("dm-100", DISK)).isEqualTo(Impact.DEGRADED);
    assertThat(stored.impact("dm-100", DISK, NVME)).isEqualTo(Impact.DEGRADED);
    assertThat(stored.impact("dm-100", DISK, OTHER_NVME)).isEqualTo(Impact.LOST);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "raid raid1 2 AA",
        "raid raid1 many AA 9/9 idle 0 0 -",
        "linear",
        "mirror 2 9/9 1 AA",
      })
  void withoutInformationEveryImageIsNeeded(String told) {
    stacks.nvmes().images("rimage", "nvme0n1p1", "nvme1n1p1");
    host.answer("dmsetup status --noflush", "another: 0 9 raid raid1 2 AA 9/9 idle 0 0 -\n");
    assertThat(stored.impact("dm-100", NVME)).isEqualTo(Impact.LOST);
    status(told);
    assertThat(stored.impact("dm-100", NVME)).isEqualTo(Impact.LOST);
    host.refusal("dmsetup status --noflush");
    assertThat(stored.impact("dm-100", NVME)).isEqualTo(Impact.LOST);
  }

  @Test
  void otherPartsOfAnLvmVolumeAreNeeded() {
    stacks.nvmes().images("rimage", "nvme0n1p1", "nvme1n1p1");
    host.link("sys/devices/virtual/block/dm-100/slaves/sda2", "../../sda2");
    status("raid raid1 2 AA 9/9 idle 0 0 -");
    assertThat(stored.impact("dm-100", DISK)).isEqualTo(Impact.LOST);
    assertThat(stored.impact("dm-100", NVME)).isEqualTo(Impact.LOST);
  }

  private void status(String told) {
    host.answer("dmsetup status --noflush", "vg-root: 0 204800 " + told + "\n");
  }

  // a copy on another machine

  @ParameterizedTest
  @CsvSource({
    "cs:Connected ro:Primary/Secondary ds:UpToDate/UpToDate C r-----,    DEGRADED",
    "cs:Connected ro:Primary/Secondary ds:UpToDate/Inconsistent C r-----, LOST",
    "cs:SyncSource ro:Primary/Secondary ds:UpToDate/UpToDate C r-----,   LOST",
    "cs:WFConnection ro:Primary/Unknown ds:UpToDate/DUnknown C r-----,   LOST",
    "cs:Unconfigured,                                                    LOST",
  })
  void aDrbdDiskIsRedundantIfAnotherMachineHasACompleteCopy(String told, Impact without) {
    stacks.nvmes();
    host.volume("drbd0", "147:0", "nvme0n1p1");
    host.put(
        "proc/drbd",
        "version: 8.4.11 (api:1/proto:86-101)\n 0: %s\n    ns:0 nr:0 dw:0\n".formatted(told));
    assertThat(stored.impact("drbd0", NVME)).isEqualTo(without);
  }

  // several paths to one disk

  @Test
  void aMultipathDeviceWorksWithOnePath() {
    multipath();
    assertThat(stored.impact("dm-0", SAS)).isEqualTo(Impact.DEGRADED);
    assertThat(stored.impact("dm-0", SAS, OTHER_SAS)).isEqualTo(Impact.LOST);
    assertThat(stored.impact("dm-0", "0000:00:01.0")).isEqualTo(Impact.LOST);
    assertThat(stored.uses())
        .contains(new Use(Kind.MEMBER, "/dev/mapper/mpatha (multipath)", "dm-0"));
  }

  @Test
  void aFailedPathDoesNotCount() {
    multipath();
    stacks.state("sdc", "transport-offline");
    assertThat(stored.impact("dm-0", SAS)).isEqualTo(Impact.LOST);
    assertThat(stored.impact("dm-0", OTHER_SAS)).isEqualTo(Impact.DEGRADED);
  }

  /** Its disk has the SCSI state running, and the device mapper has given it up. */
  @Test
  void aPathThatTheDeviceMapperGaveUpDoesNotCount() {
    multipath();
    stacks.state("sdc", "running");
    paths("A", "F");
    assertThat(stored.impact("dm-0", SAS)).isEqualTo(Impact.LOST);
    assertThat(stored.impact("dm-0", OTHER_SAS)).isEqualTo(Impact.DEGRADED);
  }

  @Test
  void withoutTheStatesOfItsPathsAMultipathDeviceIsLostWithAnyPath() {
    multipath();
    host.refusal("dmsetup status --noflush");
    assertThat(stored.impact("dm-0", SAS)).isEqualTo(Impact.LOST);
    assertThat(stored.impact("dm-0", OTHER_SAS)).isEqualTo(Impact.LOST);
  }

  private void paths(String first, String second) {
    host.answer(
        "dmsetup status --noflush",
        "mpatha: 0 9 multipath 2 0 0 0 1 1 A 0 2 0 8:16 %s 0 8:32 %s 0\n".formatted(first, second));
  }

  private void multipath() {
    paths("A", "A");
    stacks
        .sasAdapters()
        .sasDisk(SAS, "sdb", "8:16")
        .sasDisk(OTHER_SAS, "sdc", "8:32")
        .mapped("dm-0", "253:0", "mpatha", "mpath-3600508b1", "sdb", "sdc");
  }

  /** The kernel's own multipath shows one disk, which is on no function, and hides its paths. */
  @Test
  void anNvmeDiskWithSeveralPathsIsOnEachController() {
    stacks.nvmes();
    String subsystem = "sys/devices/virtual/nvme-subsystem/nvme-subsys5/nvme5n1";
    host.disk(subsystem, "259:10").partition(subsystem, "nvme5n1p1", "259:11");
    for (String way : List.of(NVME + " nvme5c5n1", OTHER_NVME + " nvme5c6n1")) {
      String name = way.split(" ")[1];
      String folder = host.folder(way.split(" ")[0]) + "/nvme/x/" + name;
      host.put(folder + "/hidden", "1\n").link("sys/class/block/" + name, "../../../" + folder);
    }
    stacks.mount("259:11", "/", "ext4", "/dev/nvme5n1p1");
    assertThat(stored.chain("nvme5n1p1", NVME))
        .containsExactly("/dev/nvme5n1p1", "/dev/nvme5n1", "/dev/nvme5c5n1");
    assertThat(stored.impact("nvme5n1p1", NVME)).isEqualTo(Impact.DEGRADED);
    assertThat(stored.impact("nvme5n1p1", NVME, OTHER_NVME)).isEqualTo(Impact.LOST);
  }

  // file systems of several disks

  @ParameterizedTest
  @CsvSource({
    "raid1,   DEGRADED, LOST",
    "raid1c3, DEGRADED, DEGRADED",
    "raid10,  DEGRADED, LOST",
    "single,  LOST,     LOST",
    "dup,     LOST,     LOST",
    "raid0,   LOST,     LOST",
    "raid9,   LOST,     LOST",
    "raid5,   DEGRADED, LOST",
    "raid6,   DEGRADED, DEGRADED",
  })
  void aBtrfsOfSeveralDisksSurvivesTheLossesThatItsProfileAllows(
      String way, Impact without, Impact withoutBoth) {
    stacks
        .nvmes()
        .btrfs(UUID, way, "nvme0n1p1", "nvme1n1p1", "sda2")
        .mount("0:31", "/srv", "btrfs", "/dev/nvme1n1p1");
    assertThat(stored.uses()).contains(new Use(Kind.IN_USE, "/srv", "btrfs " + UUID));
    assertThat(stored.impact("btrfs " + UUID, NVME)).isEqualTo(without);
    assertThat(stored.impact("btrfs " + UUID, NVME, OTHER_NVME)).isEqualTo(withoutBoth);
  }

  @Test
  void aBtrfsInConversionOrWithAMissingDiskHasLessRedundancy() {
    stacks.nvmes().btrfs(UUID, "raid1", "nvme0n1p1", "nvme1n1p1");
    String folder = "sys/fs/btrfs/" + UUID;
    host.put(folder + "/devinfo/3/missing", "1\n");
    assertThat(stored.impact("btrfs " + UUID, NVME)).isEqualTo(Impact.LOST);
    host.put(folder + "/devinfo/3/missing", "0\n");
    assertThat(stored.impact("btrfs " + UUID, NVME)).isEqualTo(Impact.DEGRADED);
    host.put(folder + "/allocation/data/single/used_bytes", "1\n");
    assertThat(stored.impact("btrfs " + UUID, NVME)).isEqualTo(Impact.LOST);
  }
}
