package gangway.host.storage;

import static gangway.host.DiskStacks.NVME;
import static gangway.host.DiskStacks.NVME_PORT;
import static gangway.host.DiskStacks.OTHER_NVME;
import static gangway.host.DiskStacks.OTHER_SAS;
import static gangway.host.DiskStacks.SAS;
import static gangway.host.GuideHost.CARD;
import static gangway.host.GuideHost.DISK;
import static gangway.pci.Examples.address;
import static org.assertj.core.api.Assertions.assertThat;

import gangway.MemoryFolder;
import gangway.host.DiskStacks;
import gangway.host.GuideHost;
import gangway.host.storage.Storage.Kind;
import gangway.host.storage.Storage.Use;
import gangway.host.storage.Volume.Fate;
import gangway.machine.FolderMachine;
import gangway.toolstack.Guests;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is kept on disks, which functions those hang on, and what becomes of it without them. */
class StorageTest {
  private static final String UUID = "0f4ec1de-8a5b-4f7c-9d6e-0123456789ab";

  private GuideHost host;
  private DiskStacks stacks;

  @BeforeEach
  void host(@TempDir(factory = MemoryFolder.class) Path folder) {
    host = new GuideHost(folder);
    stacks = DiskStacks.on(host);
  }

  @Test
  void aPartitionIsOnItsDiskAndThatOnItsController() {
    assertThat(uses()).containsExactly(system("/", "sda1"), inUse("swap", "sda2"));
    assertThat(chain("sda1", DISK)).containsExactly("/dev/sda1", "/dev/sda");
    assertThat(chain("sda1", CARD)).isEmpty();
  }

  @Test
  void aDiskIsOnEveryBridgeAboveItsController() {
    mounted("259:1", "/srv", "/dev/nvme0n1p1", stacks.nvmes());
    assertThat(chain("nvme0n1p1", NVME)).containsExactly("/dev/nvme0n1p1", "/dev/nvme0n1");
    assertThat(chain("nvme0n1p1", NVME_PORT)).containsExactly("/dev/nvme0n1p1", "/dev/nvme0n1");
  }

  @Test
  void aDiskBelowAnExpanderIsOnTheAdapter() {
    mounted("8:16", "/srv", "/dev/sdb", stacks.sasAdapters().sasDisk(SAS, "sdb", "8:16"));
    assertThat(chain("sdb", SAS)).containsExactly("/dev/sdb");
  }

  /** Linux gives what is behind a VMD a domain of its own. */
  @Test
  void aDiskInTheDomainOfAVmdIsOnTheVmdToo() {
    String vmd = "0000:00:0e.0";
    host.function(vmd, "8086:467f", "10400", "vmd");
    host.disk(
        host.folder(vmd) + "/pci10000:e0/10000:e0:06.0/10000:e1:00.0/nvme/nvme0/nvme0n1", "259:0");
    stacks.mount("259:0", "/", "ext4", "/dev/nvme0n1");
    for (String function : List.of(vmd, "10000:e0:06.0", "10000:e1:00.0")) {
      assertThat(chain("nvme0n1", function)).containsExactly("/dev/nvme0n1");
    }
  }

  @Test
  void aVolumeOnARaidOfTwoDisksIsOnBothControllers() {
    stacks
        .nvmes()
        .array("md0", "9:0", "raid0", "nvme0n1p1", "nvme1n1p1")
        .mapped("dm-0", "253:0", "vg-root", "LVM-abc", "md0")
        .mount("253:0", "/", "ext4", "/dev/mapper/vg-root");
    assertThat(uses()).contains(system("/", "dm-0"));
    assertThat(chain("dm-0", NVME))
        .containsExactly(
            "/dev/mapper/vg-root (LVM)", "/dev/md0 (raid0)", "/dev/nvme0n1p1", "/dev/nvme0n1");
    assertThat(chain("dm-0", OTHER_NVME)).contains("/dev/nvme1n1p1");
    assertThat(fate("dm-0", NVME)).isEqualTo(Fate.LOST);
  }

  @Test
  void anEncryptedVolumeIsOnWhatItEncrypts() {
    stacks
        .mapped("dm-0", "253:0", "vg-home", "LVM-abc", "sda1")
        .mapped("dm-1", "253:1", "home", "CRYPT-LUKS2-abc", "dm-0")
        .mount("253:1", "/home", "ext4", "/dev/mapper/home");
    assertThat(chain("dm-1", DISK))
        .containsExactly(
            "/dev/mapper/home (dm-crypt)", "/dev/mapper/vg-home (LVM)", "/dev/sda1", "/dev/sda");
  }

  @Test
  void aBcacheIsOnItsDiskAndItsCache() {
    stacks.nvmes();
    host.volume("bcache0", "252:0", "sda2", "nvme0n1p1");
    host.put("sys/devices/virtual/block/bcache0/bcache/state", "clean\n");
    assertThat(uses()).contains(new Use(Kind.MEMBER, "/dev/bcache0", "bcache0"));
    assertThat(fate("bcache0", NVME)).isEqualTo(Fate.LOST);
    assertThat(fate("bcache0", DISK)).isEqualTo(Fate.LOST);
  }

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
  void anArrayBearsWhatItsLevelBearsLessWhatItHasLost(
      String level, int disks, int missing, Fate without, Fate withoutBoth) {
    String[] members =
        Stream.of("nvme0n1p1", "nvme1n1p1", "sda1", "sda2")
            .limit(disks - missing)
            .toArray(String[]::new);
    stacks.nvmes().array("md0", "9:0", level, members);
    stacks.md("md0", "raid_disks", Integer.toString(disks));
    stacks.md("md0", "degraded", Integer.toString(missing));
    assertThat(fate("md0", NVME)).isEqualTo(without);
    if (members.length > 1) {
      assertThat(fate("md0", NVME, OTHER_NVME)).isEqualTo(withoutBoth);
    }
    assertThat(fate("md0", CARD)).isEqualTo(Fate.WHOLE);
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
    assertThat(fate("md0", NVME)).isEqualTo(Fate.LOST);
  }

  @Test
  void aSpareThatGoesCostsAnArrayItsSafetyOnly() {
    stacks.nvmes().array("md0", "9:0", "raid1", "nvme0n1p1", "nvme1n1p1", "sda2");
    stacks.md("md0", "raid_disks", "2").md("md0", "dev-sda2/state", "spare");
    assertThat(fate("md0", DISK)).isEqualTo(Fate.DEGRADED);
    assertThat(fate("md0", DISK, NVME)).isEqualTo(Fate.DEGRADED);
    assertThat(fate("md0", NVME, OTHER_NVME)).isEqualTo(Fate.LOST);
  }

  @Test
  void aMultipathDeviceGoesOnWithOneWay() {
    multipath();
    assertThat(fate("dm-0", SAS)).isEqualTo(Fate.DEGRADED);
    assertThat(fate("dm-0", SAS, OTHER_SAS)).isEqualTo(Fate.LOST);
    assertThat(fate("dm-0", "0000:00:01.0")).isEqualTo(Fate.LOST);
    assertThat(uses()).contains(new Use(Kind.MEMBER, "/dev/mapper/mpatha (multipath)", "dm-0"));
  }

  @Test
  void aWayThatHasFailedIsNone() {
    multipath();
    stacks.state("sdc", "transport-offline");
    assertThat(fate("dm-0", SAS)).isEqualTo(Fate.LOST);
    assertThat(fate("dm-0", OTHER_SAS)).isEqualTo(Fate.DEGRADED);
  }

  private void multipath() {
    stacks
        .sasAdapters()
        .sasDisk(SAS, "sdb", "8:16")
        .sasDisk(OTHER_SAS, "sdc", "8:32")
        .mapped("dm-0", "253:0", "mpatha", "mpath-3600508b1", "sdb", "sdc");
  }

  /**
   * The kernel's own multipath shows one disk, which hangs on nothing, and hides the ways to it.
   */
  @Test
  void anNvmeDiskWithSeveralWaysIsOnEachOfTheirControllers() {
    stacks.nvmes();
    String subsystem = "sys/devices/virtual/nvme-subsystem/nvme-subsys5/nvme5n1";
    host.disk(subsystem, "259:10").partition(subsystem, "nvme5n1p1", "259:11");
    for (String way : List.of(NVME + " nvme5c5n1", OTHER_NVME + " nvme5c6n1")) {
      String name = way.split(" ")[1];
      String folder = host.folder(way.split(" ")[0]) + "/nvme/x/" + name;
      host.put(folder + "/hidden", "1\n").link("sys/class/block/" + name, "../../../" + folder);
    }
    stacks.mount("259:11", "/", "ext4", "/dev/nvme5n1p1");
    assertThat(chain("nvme5n1p1", NVME))
        .containsExactly("/dev/nvme5n1p1", "/dev/nvme5n1", "/dev/nvme5c5n1");
    assertThat(fate("nvme5n1p1", NVME)).isEqualTo(Fate.DEGRADED);
    assertThat(fate("nvme5n1p1", NVME, OTHER_NVME)).isEqualTo(Fate.LOST);
  }

  @ParameterizedTest
  @CsvSource({
    "raid1,   DEGRADED, LOST",
    "raid1c3, DEGRADED, DEGRADED",
    "raid10,  DEGRADED, LOST",
    "single,  LOST,     LOST",
    "dup,     LOST,     LOST",
    "raid5,   LOST,     LOST",
  })
  void aBtrfsOfSeveralDisksBearsWhatItsCopiesBear(String way, Fate without, Fate withoutBoth) {
    stacks
        .nvmes()
        .btrfs(UUID, way, "nvme0n1p1", "nvme1n1p1", "sda2")
        .mount("0:31", "/srv", "btrfs", "/dev/nvme1n1p1");
    assertThat(uses()).contains(inUse("/srv", "btrfs " + UUID));
    assertThat(fate("btrfs " + UUID, NVME)).isEqualTo(without);
    assertThat(fate("btrfs " + UUID, NVME, OTHER_NVME)).isEqualTo(withoutBoth);
  }

  @Test
  void aBtrfsThatIsBeingConvertedOrMissesADiskBearsLess() {
    stacks.nvmes().btrfs(UUID, "raid1", "nvme0n1p1", "nvme1n1p1");
    String folder = "sys/fs/btrfs/" + UUID;
    host.put(folder + "/devinfo/3/missing", "1\n");
    assertThat(fate("btrfs " + UUID, NVME)).isEqualTo(Fate.LOST);
    host.put(folder + "/devinfo/3/missing", "0\n");
    assertThat(fate("btrfs " + UUID, NVME)).isEqualTo(Fate.DEGRADED);
    host.put(folder + "/allocation/data/single/used_bytes", "1\n");
    assertThat(fate("btrfs " + UUID, NVME)).isEqualTo(Fate.LOST);
  }

  @Test
  void aZfsDatasetIsOnWhatItsPoolIsMadeOf() {
    zfs();
    stacks.mount("0:40", "/", "zfs", "tank/ROOT/debian");
    assertThat(uses()).contains(system("/", "ZFS pool tank"));
    assertThat(chain("ZFS pool tank", NVME))
        .containsExactly(
            "ZFS pool tank", "mirror-0 of ZFS pool tank", "/dev/nvme0n1p1", "/dev/nvme0n1");
    assertThat(fate("ZFS pool tank", NVME)).isEqualTo(Fate.DEGRADED);
    assertThat(fate("ZFS pool tank", NVME, OTHER_NVME)).isEqualTo(Fate.LOST);
    assertThat(fate("ZFS pool tank", SAS)).as("its log").isEqualTo(Fate.LOST);
    assertThat(fate("ZFS pool tank", OTHER_SAS)).as("its cache").isEqualTo(Fate.DEGRADED);
  }

  @Test
  void aZfsVolumeIsOnItsPool() {
    zfs();
    host.volume("zd0", "230:0").link("dev/zvol/tank/guests/pv1", "../../../zd0");
    stacks.served(3, "vbd", "physical-device", "e6:0");
    assertThat(uses()).contains(new Use(Kind.GUEST, "disk 230:0 of guest pv1", "zd0"));
    assertThat(chain("zd0", NVME)).startsWith("/dev/zd0", "ZFS pool tank");
  }

  @Test
  void aPoolThatIsImportedAndNotMountedIsActive() {
    zfs();
    assertThat(uses()).contains(new Use(Kind.MEMBER, "ZFS pool tank", "ZFS pool tank"));
  }

  private void zfs() {
    stacks.nvmes().sasAdapters().sasDisk(SAS, "sdb", "8:16").sasDisk(OTHER_SAS, "sdc", "8:32");
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

  @Test
  void aFileOfALoopDeviceIsOnWhatIsMountedThere() {
    stacks
        .mapped("dm-0", "253:0", "vg-srv", "LVM-abc", "sda1")
        .loop("loop0", "7:0", "/srv/images/pv1.img (deleted)")
        .mount("253:0", "/srv", "ext4", "/dev/mapper/vg-srv")
        .mount("7:0", "/mnt", "ext4", "/dev/loop0");
    assertThat(chain("loop0", DISK))
        .containsExactly(
            "/dev/loop0 (/srv/images/pv1.img)",
            "/dev/mapper/vg-srv (LVM)",
            "/dev/sda1",
            "/dev/sda");
  }

  @Test
  void aFileIsOnWhatIsMountedNearestAbove() {
    stacks
        .nvmes()
        .mount("8:1", "/", "ext4", "/dev/sda1")
        .mount("259:1", "/srv", "ext4", "/dev/nvme0n1p1")
        .mount("259:3", "/srv/b", "ext4", "/dev/nvme1n1p1")
        .mount("0:50", "/tmp", "tmpfs", "tmpfs");
    host.link("images", "srv/b");
    host.put("srv/b/pv2.img", "");
    host.put(
        "etc/xen/pv2.cfg",
        "name='pv2'\ndisk=['/srv/x.img,raw,xvda,w', 'file:/images/pv2.img,xvdb,w',"
            + " 'tap:aio:/bx.img,xvdc,r', '/tmp/none.img,,xvdd', 'vdev=xvde,target=/srv/a,b']\n");
    assertThat(uses())
        .filteredOn(use -> use.kind() == Kind.DEFINED_GUEST)
        .containsExactly(
            new Use(Kind.DEFINED_GUEST, "disk /srv/x.img of guest pv2", "nvme0n1p1"),
            new Use(Kind.DEFINED_GUEST, "disk /images/pv2.img of guest pv2", "nvme1n1p1"),
            new Use(Kind.DEFINED_GUEST, "disk /bx.img of guest pv2", "sda1"),
            new Use(Kind.DEFINED_GUEST, "disk /srv/a,b of guest pv2", "nvme0n1p1"));
  }

  @Test
  void aDiskThatARunningGuestHasIsNotToldOfItsDefinitionAgain() {
    stacks.nvmes().served(3, "vbd", "params", "/dev/nvme0n1p1");
    host.put("etc/xen/pv1.cfg", "name='pv1'\ndisk=['phy:nvme0n1p1,xvda,w']\n");
    assertThat(uses())
        .filteredOn(use -> use.on().equals("nvme0n1p1"))
        .containsExactly(new Use(Kind.GUEST, "disk /dev/nvme0n1p1 of guest pv1", "nvme0n1p1"));
  }

  @Test
  void whatXenStoreSaysOfDisksMayBeAnything() {
    stacks
        .served(3, "vbd", "physical-device", "zz:1")
        .served(3, "qdisk", "params", "aio:relative")
        .served(3, "tap", "params", "/" + "x".repeat(5000))
        .served(3, "vbd3", "params", "/a\0b")
        .served(99, "vbd", "params", "/dev/sda1");
    host.store().with("/local/domain/0/backend/vbd/x/y/params", "/dev/sda1");
    assertThat(uses()).noneMatch(use -> use.kind() == Kind.GUEST);
  }

  @Test
  void aFileSystemOfSeveralDisksIsFoundByTheOneItNames() {
    host.link("dev/mapper/vg-data", "../dm-7").volume("dm-7", "253:7", "sda1");
    stacks.mount("0:31", "/srv/data\\040of\\011all\\134", "btrfs", "/dev/mapper/vg-data");
    assertThat(uses()).contains(inUse("/srv/data of\tall\\", "dm-7"));
  }

  @Test
  void aFileSystemThatNamesAllItsDisksIsOnAllOfThem() {
    stacks.nvmes().mount("0:31", "/srv", "bcachefs", "/dev/nvme0n1p1:/dev/nvme1n1p1");
    assertThat(uses()).contains(inUse("/srv", "bcachefs at /srv"));
    assertThat(fate("bcachefs at /srv", OTHER_NVME)).isEqualTo(Fate.LOST);
  }

  @Test
  void theLogOfAFileSystemIsPartOfIt() {
    stacks.nvmes().mount("8:1", "/", "xfs", "/dev/sda1", "rw,attr2,logdev=/dev/nvme0n1p1");
    assertThat(uses()).contains(system("/", "sda1"), system("/ (its logdev)", "nvme0n1p1"));
  }

  @Test
  void anOverlayIsOnWhatItLaysOver() {
    stacks
        .nvmes()
        .mount("8:1", "/ro", "ext4", "/dev/sda1")
        .mount("259:1", "/rw", "ext4", "/dev/nvme0n1p1")
        .mount("0:31", "/", "overlay", "overlay", "rw,lowerdir=/ro/a:/ro/b,upperdir=/rw/u");
    assertThat(uses()).contains(system("/", "overlay at /"));
    assertThat(fate("overlay at /", NVME)).isEqualTo(Fate.LOST);
    assertThat(fate("overlay at /", DISK)).isEqualTo(Fate.LOST);
  }

  @Test
  void fileSystemsOnNoDiskAreNoUses() {
    host.put(
        "proc/self/mountinfo",
        """
        21 27 0:20 / /sys rw,nosuid shared:7 - sysfs sysfs rw
        40 27 0:40 / /net rw shared:9 - nfs server:/dev/sda1 rw
        41 27 0:41 / /gone rw shared:9 - btrfs /dev/gone rw
        cut off
        """);
    assertThat(uses()).extracting(Use::what).containsExactly("swap");
    assertThat(storage().contradictions())
        .containsExactly("/gone is mounted from /dev/gone, and what that is on cannot be told");
  }

  @Test
  void swapIsOnTheVolumeOrTheFileSystemItIsIn() {
    stacks.mapped("dm-3", "253:3", "vg-swap", "LVM-abc", "sda2");
    host.volume("zram0", "254:0");
    host.put(
        "proc/swaps",
        """
        Filename Type Size
        /dev/mapper/vg-swap partition 99 0
        /var/swap\\040file file 9
        /dev/zram0 partition 9
        """);
    assertThat(uses())
        .containsExactly(
            system("/", "sda1"), inUse("swap", "dm-3"), inUse("swap (/var/swap file)", "sda1"));
  }

  @Test
  void whatFstabNamesAndIsNotMountedIsKnown() {
    stacks.nvmes();
    host.put(
        "etc/fstab",
        """
        # a comment, and then four lines that count
        /dev/sda1  /          ext4  defaults         0 1
        UUID=AB-12 /boot/efi  vfat  noauto           0 1
        /dev/nvme1n1   /mnt/a ext4  defaults,nofail  0 2
        /dev/nvme1n1p1 /mnt/b ext4  noauto           0 2
        LABEL=gone     /mnt/c ext4  defaults         0 2
        /dev/sda2  none       swap  sw               0 0
        short
        """);
    host.link("dev/disk/by-uuid/AB-12", "../../nvme0n1p1");
    assertThat(uses())
        .contains(
            system("/boot/efi (not mounted)", "nvme0n1p1"), new Use(Kind.BOOT, "/mnt/a", "nvme1n1"))
        .hasSize(4);
  }

  @Test
  void whatLiesOnADiskAndIsNotActiveIsSeenAsUdevSeesIt() {
    stacks
        .nvmes()
        .signature("259:1", "ID_FS_TYPE=linux_raid_member")
        .signature("259:3", "ID_PART_ENTRY_TYPE=c12a7328-f81f-11d2-ba4b-00a0c93ec93b")
        .signature("8:1", "ID_FS_TYPE=LVM2_member")
        .signature("8:0", "ID_FS_TYPE=ext4");
    assertThat(uses())
        .filteredOn(use -> use.kind() == Kind.DORMANT)
        .containsExactly(
            new Use(Kind.DORMANT, "a member of a RAID", "nvme0n1p1"),
            new Use(Kind.DORMANT, "an EFI system partition", "nvme1n1p1"));
  }

  @Test
  void onlyWhatNothingIsOnIsToldAsActive() {
    stacks
        .nvmes()
        .array("md0", "9:0", "raid1", "nvme0n1p1", "nvme1n1p1")
        .mapped("dm-0", "253:0", "vg-a", "LVM-a", "md0")
        .mapped("dm-1", "253:1", "vg-b", "LVM-b", "md0")
        .mount("253:0", "/a", "ext4", "/dev/mapper/vg-a");
    assertThat(uses())
        .filteredOn(use -> use.kind() == Kind.MEMBER)
        .containsExactly(new Use(Kind.MEMBER, "/dev/mapper/vg-b (LVM)", "dm-1"));
  }

  /** Where arrays of a foreign format lie is none itself. */
  @Test
  void aContainerOfArraysIsNoArray() {
    stacks.nvmes().array("md127", "9:127", "", "nvme0n1p1", "nvme1n1p1");
    stacks.md("md127", "array_state", "inactive").md("md127", "metadata_version", "external:imsm");
    assertThat(uses()).noneMatch(use -> use.kind() == Kind.MEMBER);
  }

  @Test
  void whatComesOverTheNetworkIsFoundWithItsPeer() {
    String session = "sys/devices/platform/host5/session7/target5:0:0/5:0:0:0/block/sdb";
    host.disk(session, "8:16");
    host.put("sys/class/iscsi_connection/connection7:0/address", "<NULL>\n");
    host.put("sys/class/iscsi_connection/connection7:0/persistent_address", "10.0.0.7\n");
    String fabric = "sys/devices/virtual/nvme-fabrics/ctl/nvme3";
    host.disk(fabric + "/nvme3n1", "259:20");
    host.put(fabric + "/address", "traddr=10.0.0.8,trsvcid=4420\n");
    stacks
        .mapped("dm-0", "253:0", "vg-root", "LVM-a", "sdb")
        .mount("253:0", "/", "ext4", "/dev/mapper/vg-root")
        .mount("259:20", "/fast", "ext4", "/dev/nvme3n1")
        .mount("0:50", "/srv", "nfs4", "nas:/srv", "rw,vers=4.2,clientaddr=10.0.0.1,addr=fd00::9");
    stacks.served(3, "qdisk", "params", "aio:/srv/pv1.img");
    assertThat(storage().remotes())
        .containsExactly(
            new Remote("/", "10.0.0.7"),
            new Remote("/fast", "10.0.0.8"),
            new Remote("/srv", "fd00::9"),
            new Remote("disk /srv/pv1.img of guest pv1", "fd00::9"));
  }

  @Test
  void devicesThatAreMadeOfOneAnotherInACircleAreToldAndTheWalkEnds() {
    host.volume("dm-8", "253:8", "dm-9", "sda1").volume("dm-9", "253:9", "dm-8", "gone");
    stacks.mount("253:8", "/srv", "ext4", "/dev/dm-8");
    assertThat(storage().contradictions())
        .containsExactly(
            "dm-9 is made of dm-8, and that of it",
            "dm-9 is made of gone, which the kernel does not show");
    assertThat(chain("dm-8", DISK)).containsExactly("/dev/dm-8", "/dev/sda1", "/dev/sda");
  }

  @Test
  void moreLayersThanThereCanBeAreCut() {
    host.volume("dm-0", "253:0", "sda1");
    for (int i = 1; i < 3000; i++) {
      host.volume("dm-" + i, "253:" + i, "dm-" + (i - 1));
    }
    assertThat(storage().contradictions()).isNotEmpty().allMatch(s -> s.contains("more layers"));
  }

  @Test
  void aDeviceThatIsHeldIsOnTheSafeSideAlsoWhereTheHolderDoesNotSaySo() {
    stacks.nvmes().mapped("dm-0", "253:0", "vg-a", "LVM-a", "sda1");
    host.link("sys/class/block/nvme0n1p1/holders/dm-0", "../dm-0");
    host.link("sys/class/block/nvme1n1p1/holders/dm-5", "../dm-5");
    assertThat(storage().contradictions())
        .containsExactly(
            "/dev/nvme0n1p1 says that dm-0 holds it, and dm-0 does not say so",
            "/dev/nvme1n1p1 says that dm-5 holds it, and dm-5 does not say so");
    assertThat(fate("dm-0", NVME)).isEqualTo(Fate.LOST);
  }

  @Test
  void aMachineWithoutDisksHasNoUses(@TempDir Path empty) {
    Storage storage =
        Storage.read(new FolderMachine(empty), new Guests(List.of(), new TreeMap<>()));
    assertThat(storage.uses()).isEmpty();
  }

  private static void mounted(String number, String place, String source, DiskStacks made) {
    made.mount(number, place, "ext4", source);
  }

  private static Use system(String what, String on) {
    return new Use(Kind.SYSTEM, what, on);
  }

  private static Use inUse(String what, String on) {
    return new Use(Kind.IN_USE, what, on);
  }

  private Storage storage() {
    return host.observed().storage();
  }

  private List<Use> uses() {
    return storage().uses();
  }

  private List<String> chain(String from, String function) {
    return new Carried(storage())
        .chain(from, address(function)).stream().map(Volume::label).toList();
  }

  private Fate fate(String volume, String... functions) {
    Storage storage = storage();
    assertThat(storage.volumes()).containsKey(volume);
    return new Losses(
            storage,
            Set.copyOf(Stream.of(functions).map(f -> address(f)).collect(Collectors.toSet())))
        .of(volume);
  }
}
