package gangway.host.storage;

import static gangway.host.DiskStacks.NVME;
import static gangway.host.DiskStacks.NVME_PORT;
import static gangway.host.DiskStacks.OTHER_NVME;
import static gangway.host.DiskStacks.SAS;
import static gangway.host.GuideHost.CARD;
import static gangway.host.GuideHost.DISK;
import static org.assertj.core.api.Assertions.assertThat;

import gangway.host.DiskStacks;
import gangway.host.GuideHost;
import gangway.host.storage.Storage.Kind;
import gangway.host.storage.Storage.Use;
import gangway.host.storage.Volume.Impact;
import gangway.machine.FolderMachine;
import gangway.xen.guest.Guests;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The uses of disks, the functions they are on, and what happens without these functions. */
class StorageTest {
  private final Stored stored = Stored.onGuideHost();
  private final GuideHost host = stored.host();
  private final DiskStacks stacks = stored.stacks();

  @Test
  void aPartitionIsOnItsDiskAndItsController() {
    assertThat(stored.uses()).containsExactly(system("/", "sda1"), inUse("swap", "sda2"));
    assertThat(stored.chain("sda1", DISK)).containsExactly("/dev/sda1", "/dev/sda");
    assertThat(stored.chain("sda1", CARD)).isEmpty();
  }

  @Test
  void aDiskIsOnEveryBridgeAboveItsController() {
    mounted("259:1", "/srv", "/dev/nvme0n1p1", stacks.nvmes());
    assertThat(stored.chain("nvme0n1p1", NVME)).containsExactly("/dev/nvme0n1p1", "/dev/nvme0n1");
    assertThat(stored.chain("nvme0n1p1", NVME_PORT))
        .containsExactly("/dev/nvme0n1p1", "/dev/nvme0n1");
  }

  @Test
  void aDiskBehindAnExpanderIsOnTheAdapter() {
    mounted("8:16", "/srv", "/dev/sdb", stacks.sasAdapters().sasDisk(SAS, "sdb", "8:16"));
    assertThat(stored.chain("sdb", SAS)).containsExactly("/dev/sdb");
  }

  /** Linux uses a separate PCI domain for devices behind a VMD. */
  @Test
  void aDiskBehindAVmdIsOnTheVmdToo() {
    String vmd = "0000:00:0e.0";
    host.function(vmd, "8086:467f", "10400", "vmd");
    host.disk(
        host.folder(vmd) + "/pci10000:e0/10000:e0:06.0/10000:e1:00.0/nvme/nvme0/nvme0n1", "259:0");
    stacks.mount("259:0", "/", "ext4", "/dev/nvme0n1");
    for (String function : List.of(vmd, "10000:e0:06.0", "10000:e1:00.0")) {
      assertThat(stored.chain("nvme0n1", function)).containsExactly("/dev/nvme0n1");
    }
  }

  @Test
  void aVolumeOnARaidOfTwoDisksIsOnBothControllers() {
    stacks
        .nvmes()
        .array("md0", "9:0", "raid0", "nvme0n1p1", "nvme1n1p1")
        .mapped("dm-0", "253:0", "vg-root", "LVM-abc", "md0")
        .mount("253:0", "/", "ext4", "/dev/mapper/vg-root");
    assertThat(stored.uses()).contains(system("/", "dm-0"));
    assertThat(stored.chain("dm-0", NVME))
        .containsExactly(
            "/dev/mapper/vg-root (LVM)", "/dev/md0 (raid0)", "/dev/nvme0n1p1", "/dev/nvme0n1");
    assertThat(stored.chain("dm-0", OTHER_NVME)).contains("/dev/nvme1n1p1");
    assertThat(stored.impact("dm-0", NVME)).isEqualTo(Impact.LOST);
  }

  @Test
  void anEncryptedVolumeIsOnItsDisk() {
    stacks
        .mapped("dm-0", "253:0", "vg-home", "LVM-abc", "sda1")
        .mapped("dm-1", "253:1", "home", "CRYPT-LUKS2-abc", "dm-0")
        .mount("253:1", "/home", "ext4", "/dev/mapper/home");
    assertThat(stored.chain("dm-1", DISK))
        .containsExactly(
            "/dev/mapper/home (dm-crypt)", "/dev/mapper/vg-home (LVM)", "/dev/sda1", "/dev/sda");
  }

  @Test
  void aBcacheIsOnItsDiskAndItsCache() {
    stacks.nvmes();
    host.volume("bcache0", "252:0", "sda2", "nvme0n1p1");
    host.put("sys/devices/virtual/block/bcache0/bcache/state", "clean\n");
    assertThat(stored.uses()).contains(new Use(Kind.MEMBER, "/dev/bcache0", "bcache0"));
    assertThat(stored.impact("bcache0", NVME)).isEqualTo(Impact.LOST);
    assertThat(stored.impact("bcache0", DISK)).isEqualTo(Impact.LOST);
  }

  @Test
  void aLoopDeviceIsOnTheFileSystemOfItsFile() {
    stacks
        .mapped("dm-0", "253:0", "vg-srv", "LVM-abc", "sda1")
        .loop("loop0", "7:0", "/srv/images/pv1.img (deleted)")
        .mount("253:0", "/srv", "ext4", "/dev/mapper/vg-srv")
        .mount("7:0", "/mnt", "ext4", "/dev/loop0");
    assertThat(stored.chain("loop0", DISK))
        .containsExactly(
            "/dev/loop0 (/srv/images/pv1.img)",
            "/dev/mapper/vg-srv (LVM)",
            "/dev/sda1",
            "/dev/sda");
  }

  @Test
  void aFileIsOnTheNearestMountAboveIt() {
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
        "name='pv2'\nbootloader='pygrub'\ndisk=['/srv/x.img,raw,xvda,w', 'file:/images/pv2.img,xvdb,w',"
            + " 'tap:aio:/bx.img,xvdc,r', '/tmp/none.img,,xvdd', 'vdev=xvde,target=/srv/a,b']\n");
    assertThat(stored.uses())
        .filteredOn(use -> use.kind() == Kind.DEFINED_GUEST)
        .containsExactly(
            new Use(Kind.DEFINED_GUEST, "disk /srv/x.img of guest pv2", "nvme0n1p1"),
            new Use(Kind.DEFINED_GUEST, "disk /images/pv2.img of guest pv2", "nvme1n1p1"),
            new Use(Kind.DEFINED_GUEST, "disk /bx.img of guest pv2", "sda1"),
            new Use(Kind.DEFINED_GUEST, "disk /srv/a,b of guest pv2", "nvme0n1p1"));
  }

  @Test
  void aDiskOfARunningGuestIsNotReportedAgainForItsDefinition() {
    stacks.nvmes().served(3, "vbd", "params", "/dev/nvme0n1p1");
    host.put("etc/xen/pv1.cfg", "name='pv1'\nbootloader='pygrub'\ndisk=['phy:nvme0n1p1,xvda,w']\n");
    assertThat(stored.uses())
        .filteredOn(use -> use.on().equals("nvme0n1p1"))
        .containsExactly(new Use(Kind.GUEST, "disk /dev/nvme0n1p1 of guest pv1", "nvme0n1p1"));
  }

  @Test
  void invalidDiskEntriesInXenStoreAreIgnored() {
    stacks
        .served(3, "vbd", "physical-device", "zz:1")
        .served(3, "qdisk", "params", "aio:relative")
        .served(3, "tap", "params", "/" + "x".repeat(5000))
        .served(3, "vbd3", "params", "/a\0b")
        .served(99, "vbd", "params", "/dev/sda1");
    host.store().with("/local/domain/0/backend/vbd/x/y/params", "/dev/sda1");
    assertThat(stored.uses()).noneMatch(use -> use.kind() == Kind.GUEST);
  }

  @Test
  void aFileSystemOnSeveralDisksIsFoundByTheDiskInItsSource() {
    host.link("dev/mapper/vg-data", "../dm-7").volume("dm-7", "253:7", "sda1");
    stacks.mount("0:31", "/srv/data\\040of\\011all\\134", "btrfs", "/dev/mapper/vg-data");
    assertThat(stored.uses()).contains(inUse("/srv/data of\tall\\", "dm-7"));
  }

  @Test
  void aFileSystemWithAllDisksInItsSourceIsOnAllOfThem() {
    stacks.nvmes().mount("0:31", "/srv", "bcachefs", "/dev/nvme0n1p1:/dev/nvme1n1p1");
    assertThat(stored.uses()).contains(inUse("/srv", "bcachefs at /srv"));
    assertThat(stored.impact("bcachefs at /srv", OTHER_NVME)).isEqualTo(Impact.LOST);
  }

  @Test
  void anOverlayIsOnItsLowerAndUpperFolders() {
    stacks
        .nvmes()
        .mount("8:1", "/ro", "ext4", "/dev/sda1")
        .mount("259:1", "/rw", "ext4", "/dev/nvme0n1p1")
        .mount("0:31", "/", "overlay", "overlay", "rw,lowerdir=/ro/a:/ro/b,upperdir=/rw/u");
    assertThat(stored.uses()).contains(system("/", "overlay at /"));
    assertThat(stored.impact("overlay at /", NVME)).isEqualTo(Impact.LOST);
    assertThat(stored.impact("overlay at /", DISK)).isEqualTo(Impact.LOST);
  }

  @Test
  void onlyAShareIsAUseWithoutADisk() {
    host.put(
        "proc/self/mountinfo",
        """
        21 27 0:20 / /sys rw,nosuid shared:7 - sysfs sysfs rw
        cut off
        """);
    assertThat(stored.uses()).extracting(Use::what).containsExactly("swap");
    assertThat(stored.storage().contradictions()).isEmpty();
    assertThat(stored.storage().unplaced()).isEmpty();
  }

  @Test
  void swapIsOnItsVolumeOrOnTheFileSystemOfItsFile() {
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
    assertThat(stored.uses())
        .containsExactly(
            system("/", "sda1"), inUse("swap", "dm-3"), inUse("swap (/var/swap file)", "sda1"));
  }

  @Test
  void unmountedEntriesOfFstabAreUses() {
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
    assertThat(stored.uses())
        .contains(
            system("/boot/efi (not mounted)", "nvme0n1p1"), new Use(Kind.BOOT, "/mnt/a", "nvme1n1"))
        .hasSize(4);
  }

  @Test
  void inactiveContentIsReadFromUdev() {
    stacks
        .nvmes()
        .signature("259:1", "ID_FS_TYPE=linux_raid_member")
        .signature("259:3", "ID_PART_ENTRY_TYPE=c12a7328-f81f-11d2-ba4b-00a0c93ec93b")
        .signature("8:1", "ID_FS_TYPE=LVM2_member")
        .signature("8:0", "ID_FS_TYPE=ext4");
    assertThat(stored.uses())
        .filteredOn(use -> use.kind() == Kind.DORMANT)
        .containsExactly(
            new Use(Kind.DORMANT, "a member of a RAID", "nvme0n1p1"),
            new Use(Kind.DORMANT, "an EFI system partition", "nvme1n1p1"));
  }

  @Test
  void onlyTheTopmostUnusedVolumeIsActive() {
    stacks
        .nvmes()
        .array("md0", "9:0", "raid1", "nvme0n1p1", "nvme1n1p1")
        .mapped("dm-0", "253:0", "vg-a", "LVM-a", "md0")
        .mapped("dm-1", "253:1", "vg-b", "LVM-b", "md0")
        .mount("253:0", "/a", "ext4", "/dev/mapper/vg-a");
    assertThat(stored.uses())
        .filteredOn(use -> use.kind() == Kind.MEMBER)
        .containsExactly(new Use(Kind.MEMBER, "/dev/mapper/vg-b (LVM)", "dm-1"));
  }

  /** A container of arrays with external metadata is not an array. */
  @Test
  void aContainerOfArraysIsNotAnArray() {
    stacks.nvmes().array("md127", "9:127", "", "nvme0n1p1", "nvme1n1p1");
    stacks.md("md127", "array_state", "inactive").md("md127", "metadata_version", "external:imsm");
    assertThat(stored.uses()).noneMatch(use -> use.kind() == Kind.MEMBER);
  }

  @Test
  void networkDisksAndMountsHaveTheirPeer() {
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
    assertThat(stored.storage().remotes())
        .containsExactly(
            new Remote("/", new Peer.Address("10.0.0.7")),
            new Remote("/fast", new Peer.Address("10.0.0.8")),
            new Remote("/srv", new Peer.Address("fd00::9")),
            new Remote("disk /srv/pv1.img of guest pv1", new Peer.Address("fd00::9")));
  }

  @Test
  void cephHasDom0sAddressOrItsMonitorsAsPeers() {
    host.disk("sys/devices/rbd/0/block/rbd0", "252:16");
    host.disk("sys/devices/rbd/1/block/rbd1", "252:32");
    host.put("sys/devices/rbd/0/client_addr", "10.0.0.5:0/1634\n");
    host.put("sys/devices/rbd/1/client_addr", "[2001:db8::5]:0/1634\n");
    stacks
        .mount("252:16", "/a", "ext4", "/dev/rbd0")
        .mount("252:32", "/b", "ext4", "/dev/rbd1")
        .mount("0:51", "/c", "ceph", "10.0.0.7:6789,10.0.0.8:6789:/", "rw,name=admin")
        .mount("0:52", "/d", "ceph", "me@f-1.fs=/", "rw,mon_addr=[fd00::7]:6789/[fd00::8]:6789")
        .mount("0:53", "/e", "ceph", "me@f-1.fs=/", "rw");
    assertThat(stored.storage().remotes())
        .containsExactly(
            new Remote("/a", new Peer.From("10.0.0.5")),
            new Remote("/b", new Peer.From("[2001:db8::5]")),
            new Remote("/c", new Peer.Address("10.0.0.7")),
            new Remote("/c", new Peer.Address("10.0.0.8")),
            new Remote("/d", new Peer.Address("[fd00::7]")),
            new Remote("/d", new Peer.Address("[fd00::8]")));
  }

  @Test
  void aDrbdDeviceIsOnItsDiskAndActiveWithoutAUse() {
    host.volume("drbd0", "147:0", "sda1");
    host.put("proc/self/mountinfo", "");
    assertThat(stored.uses()).contains(new Use(Kind.MEMBER, "/dev/drbd0 (DRBD)", "drbd0"));
    assertThat(stored.chain("drbd0", DISK))
        .containsExactly("/dev/drbd0 (DRBD)", "/dev/sda1", "/dev/sda");
  }

  @Test
  void cyclesOfDevicesAreCutAndReported() {
    host.volume("dm-8", "253:8", "dm-9", "sda1").volume("dm-9", "253:9", "dm-8", "gone");
    stacks.mount("253:8", "/srv", "ext4", "/dev/dm-8");
    assertThat(stored.storage().contradictions())
        .containsExactly(
            "dm-9 is on dm-8, and dm-8 is on dm-9",
            "dm-9 is on gone, which the kernel does not list");
    assertThat(stored.chain("dm-8", DISK)).containsExactly("/dev/dm-8", "/dev/sda1", "/dev/sda");
  }

  @Test
  void tooManyLayersAreCut() {
    host.volume("dm-0", "253:0", "sda1");
    for (int i = 1; i < 3000; i++) {
      host.volume("dm-" + i, "253:" + i, "dm-" + (i - 1));
    }
    assertThat(stored.storage().contradictions())
        .isNotEmpty()
        .allMatch(s -> s.contains("more layers"));
  }

  @Test
  void aHolderThatListsNoMembersStillDependsOnTheDevice() {
    stacks.nvmes().mapped("dm-0", "253:0", "vg-a", "LVM-a", "sda1");
    host.link("sys/class/block/nvme0n1p1/holders/dm-0", "../dm-0");
    host.link("sys/class/block/nvme1n1p1/holders/dm-5", "../dm-5");
    assertThat(stored.storage().contradictions())
        .containsExactly(
            "sysfs lists dm-0 as a holder of /dev/nvme0n1p1, but does not list /dev/nvme0n1p1 below"
                + " dm-0",
            "sysfs lists dm-5 as a holder of /dev/nvme1n1p1, but does not list /dev/nvme1n1p1 below"
                + " dm-5");
    assertThat(stored.impact("dm-0", NVME)).isEqualTo(Impact.LOST);
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
}
