package gangway.host.storage;

import static gangway.host.DiskStacks.NVME;
import static gangway.host.DiskStacks.OTHER_NVME;
import static gangway.host.GuideHost.DISK;
import static org.assertj.core.api.Assertions.assertThat;

import gangway.host.DiskStacks;
import gangway.host.GuideHost;
import gangway.host.HostSnapshot;
import gangway.host.Observer;
import gangway.host.storage.Storage.Kind;
import gangway.host.storage.Storage.Use;
import gangway.host.storage.Unplaced.Where;
import gangway.host.storage.Volume.Impact;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Uses that end nowhere, and file systems on several devices that must not. */
class UnplacedTest {
  private final Stored stored = Stored.unused();
  private final GuideHost host = stored.host();
  private final DiskStacks stacks = stored.stacks().nvmes();

  @ParameterizedTest
  @CsvSource({
    "8:99,  ext4,           /dev/sdz1,        ON_A_DISK",
    "0:40,  btrfs,          /dev/root,        ON_A_DISK",
    "0:40,  bcachefs,       /dev/x:/dev/y,    ON_A_DISK",
    "0:40,  zfs,            tank/srv,         ON_A_DISK",
    "0:40,  nfs4,           nas:/srv,         REMOTE",
    "0:40,  cifs,           //nas/srv,        REMOTE",
    "0:40,  ceph,           admin@x.fs=/,     REMOTE",
    "0:40,  fuse.sshfs,     admin@nas:/srv,   REMOTE",
    "0:40,  fuse.glusterfs, nas:vol,          REMOTE",
    "0:40,  fuse.rclone,    cloud,            ANYWHERE",
    "0:40,  fuse,           /dev/fuse,        ANYWHERE",
    "0:40,  newfs,          newfs,            ANYWHERE",
    "0:40,  overlay,        overlay,          ANYWHERE",
  })
  void aMountThatLeadsNowhereIsUnplaced(String number, String type, String source, Where where) {
    stacks.mount(number, "/srv", type, source);
    assertThat(stored.storage().unplaced()).hasSize(1);
    Unplaced unplaced = stored.storage().unplaced().getFirst();
    assertThat(unplaced.what()).isEqualTo("/srv");
    assertThat(unplaced.where()).isEqualTo(where);
    assertThat(unplaced.why())
        .startsWith(
            "/srv is mounted from %s, but the disk below it is not known: ".formatted(source));
  }

  @ParameterizedTest
  @CsvSource({
    "0:40, tmpfs,      tmpfs",
    "0:40, cgroup2,    cgroup2",
    "0:40, fuse.lxcfs, lxcfs",
    "0:40, fuse,       gvfsd-fuse",
    "0:40, autofs,     /etc/auto.net",
    "0:40, xenfs,      xenfs",
    "1:0,  ext2,       /dev/ram0",
    "254:0, ext4,      /dev/zram0",
    "179:1, ext4,      /dev/mmcblk0p1",
    "259:40, ext4,     /dev/pmem0",
    "7:0,  squashfs,   /dev/loop0",
  })
  void memoryAndHardwareOnNoFunctionAreNotUnplaced(String number, String type, String source) {
    host.volume("ram0", "1:0").volume("zram0", "254:0");
    String card = "sys/devices/platform/80860F14:00/mmc_host/mmc0/mmc0:0001/block/mmcblk0";
    host.disk(card, "179:0").partition(card, "mmcblk0p1", "179:1");
    host.disk("sys/devices/LNXSYSTM:00/ACPI0012:00/ndbus0/region0/block/pmem0", "259:40");
    stacks.loop("loop0", "7:0", "/run/live.squashfs").mount("0:22", "/run", "tmpfs", "tmpfs");
    stacks.mount(number, "/srv", type, source);
    assertThat(stored.storage().unplaced()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "sys/devices/virtual/block/nbd0, ANYWHERE,"
        + " the kernel does not show the server of /dev/nbd0",
    "sys/devices/virtual/block/new0, ANYWHERE, 'the kernel has /dev/new0 at"
        + " /sys/devices/virtual/block/new0, below no PCI function, and shows no other machine for"
        + " it'",
    "sys/devices/platform/ACPI0017:00/root0/nvdimm-bridge0/ndbus1/region1/block/pmem1, ANYWHERE,"
        + " 'the kernel has /dev/pmem1 at"
        + " /sys/devices/platform/ACPI0017:00/root0/nvdimm-bridge0/ndbus1/region1/block/pmem1, below"
        + " no PCI function, and shows no other machine for it'",
    "sys/devices/platform/host5/session7/target5/block/sdx, REMOTE,"
        + " iSCSI session 7 shows no address of its target",
    "sys/devices/platform/vhci_hcd.0/usb9/9-1/block/sdx, REMOTE, '/dev/sdx is a USB device of"
        + " another machine (USB/IP), and sysfs does not show which machine'",
    "sys/devices/virtual/nvme-fabrics/ctl/nvme7/nvme7n1, REMOTE,"
        + " nvme7 shows no address of its target",
  })
  void aDiskOnNoFunctionAndNoOtherMachineIsUnplaced(String folder, Where where, String why) {
    String name = folder.substring(folder.lastIndexOf('/') + 1);
    host.disk(folder, "43:0");
    stacks
        .mapped("dm-0", "253:0", "vg-x", "LVM-x", name)
        .mount("253:0", "/", "ext4", "/dev/mapper/vg-x");
    assertThat(stored.storage().unplaced()).containsExactly(new Unplaced("/", why, where));
  }

  @Test
  void aFileOnAFileSystemThatLeadsNowhereLeadsNowhere() {
    stacks
        .mount("0:40", "/srv", "zfs", "tank/srv")
        .loop("loop0", "7:0", "/srv/pv1.img")
        .mount("7:0", "/mnt", "ext4", "/dev/loop0");
    assertThat(stored.storage().unplaced())
        .extracting(Unplaced::what)
        .containsExactly("/srv", "/mnt");
  }

  @Test
  void swapOnAnUnknownDeviceIsUnplaced() {
    host.put("proc/swaps", "Filename\n/dev/gone partition 9\n/dev/shm/x file 9\n");
    stacks.mount("0:22", "/dev/shm", "tmpfs", "tmpfs");
    assertThat(stored.storage().unplaced()).extracting(Unplaced::what).containsExactly("swap");
  }

  @Test
  void aMountedVolumeWithACutRelationIsUnplaced() {
    host.volume("dm-8", "253:8", "dm-9", "sda1").volume("dm-9", "253:9", "dm-8");
    stacks.mount("253:9", "/srv", "ext4", "/dev/dm-9");
    assertThat(stored.storage().unplaced()).extracting(Unplaced::what).containsExactly("/srv");
  }

  @Test
  void aPoolWithADiskThatIsNotKnownIsUnplaced() {
    host.put("sys/module/zfs/version", "2.1.11\n");
    host.answer(
        "zpool status -LP",
        """
          pool: tank
        config:

        \tNAME  STATE
        \ttank  ONLINE
        \t  /dev/nvme0n1p1  ONLINE
        \t  /dev/gone  ONLINE
        """);
    stacks.mount("0:40", "/", "zfs", "tank/ROOT");
    assertThat(stored.storage().unplaced())
        .containsExactly(
            new Unplaced(
                "/",
                "ZFS pool tank uses /dev/gone, and no known disk has this name",
                Where.ON_A_DISK));
    assertThat(stored.impact("ZFS pool tank", NVME)).isEqualTo(Impact.LOST);
  }

  // file systems on several devices

  @Test
  void aBtrfsWhoseSourceIsNotKnownIsOnEveryDeviceThatBtrfsHas() {
    host.link("sys/fs/btrfs/u/devices/nvme0n1p1", "../../../../class/block/nvme0n1p1");
    stacks.mount("0:17", "/", "btrfs", "/dev/root");
    assertThat(stored.uses()).containsExactly(new Use(Kind.SYSTEM, "/", "nvme0n1p1"));
    assertThat(stored.storage().unplaced()).isEmpty();
  }

  @Test
  void aBcachefsWithTheNumberOfAMemberIsOnAllMembers() {
    stacks.mount("259:1", "/srv", "bcachefs", "/dev/nvme0n1p1:/dev/nvme1n1p1");
    assertThat(stored.impact("bcachefs at /srv", NVME)).isEqualTo(Impact.LOST);
    assertThat(stored.impact("bcachefs at /srv", OTHER_NVME)).isEqualTo(Impact.LOST);
    assertThat(stored.storage().unplaced()).isEmpty();
  }

  @Test
  void theMembersOfABcachefsAreReadFromSysfsToo() {
    host.link("sys/fs/bcachefs/u/dev-0/block", "../../../../devices/x/nvme0n1p1")
        .link("sys/fs/bcachefs/u/dev-1/block", "../../../../devices/x/nvme1n1p1");
    stacks.mount("259:1", "/srv", "bcachefs", "/dev/nvme0n1p1");
    assertThat(stored.impact("bcachefs at /srv", OTHER_NVME)).isEqualTo(Impact.LOST);
    stacks.mount("0:77", "/other", "bcachefs", "UUID=x");
    assertThat(stored.impact("bcachefs at /other", NVME)).isEqualTo(Impact.LOST);
    assertThat(stored.storage().unplaced()).isEmpty();
  }

  @Test
  void aMemberThatIsNotKnownIsUnplaced() {
    stacks.mount("0:77", "/srv", "bcachefs", "/dev/nvme0n1p1:/dev/nvme1n1p1:/dev/gone");
    assertThat(stored.storage().unplaced())
        .extracting(Unplaced::why)
        .containsExactly(
            "/srv is mounted from /dev/nvme0n1p1:/dev/nvme1n1p1:/dev/gone, but nothing is known of"
                + " /dev/gone");
  }

  @Test
  void anExternalJournalIsAUseOfItsDisk() {
    host.put("proc/fs/jbd2/nvme0n1p1/info", "").put("proc/fs/jbd2/sda2-8/info", "");
    stacks.mount("8:1", "/", "ext4", "/dev/sda1").mount("8:2", "/srv", "ext4", "/dev/sda2");
    assertThat(stored.uses())
        .containsExactly(
            new Use(Kind.SYSTEM, "/", "sda1"),
            new Use(Kind.IN_USE, "/srv", "sda2"),
            new Use(Kind.SYSTEM, "the journal of /", "nvme0n1p1"));
  }

  @Test
  void aJournalInsideItsFileSystemIsNoOtherUse() {
    host.volume("dm-0", "253:0", "sda1").put("proc/fs/jbd2/dm-0-8/info", "");
    stacks.mount("253:0", "/", "ext4", "/dev/dm-0");
    assertThat(stored.uses()).containsExactly(new Use(Kind.SYSTEM, "/", "dm-0"));
  }

  @Test
  void swapInMemoryThatWritesBackIsOnItsDisk() {
    host.volume("zram0", "254:0").volume("zram1", "254:1");
    host.put("sys/class/block/zram0/backing_dev", "/dev/nvme0n1p1\n")
        .put("sys/class/block/zram1/backing_dev", "none\n")
        .put("proc/swaps", "Filename\n/dev/zram0 partition 9\n/dev/zram1 partition 9\n");
    assertThat(stored.uses()).containsExactly(new Use(Kind.IN_USE, "swap", "zram0"));
    assertThat(stored.impact("zram0", NVME)).isEqualTo(Impact.LOST);
  }

  @Test
  void aDiskServedToOtherMachinesIsInUse() {
    host.put("sys/kernel/config/target/core/iblock_0/data/udev_path", "/dev/nvme0n1p1\n")
        .put("sys/kernel/config/target/core/alua/x", "")
        .put("sys/kernel/config/nvmet/subsystems/nqn.x/namespaces/1/device_path", "/dev/nvme1n1\n");
    assertThat(stored.uses())
        .containsExactly(
            new Use(Kind.IN_USE, "iblock_0/data, served to other machines", "nvme0n1p1"),
            new Use(Kind.IN_USE, "nqn.x/1, served to other machines", "nvme1n1"));
  }

  // overlays

  @Test
  void anOverlayIsResolvedAfterTheMountsOfItsFolders() {
    host.put("run/lower/usr/kept", "").put("run/upper/etc/kept", "");
    stacks
        .mount(
            "0:31",
            "/",
            "overlay",
            "overlay",
            "rw,lowerdir+=/run/lower,datadir+=/sysroot/repo,upperdir=/run/upper")
        .mount("8:1", "/sysroot", "ext4", "/dev/sda1")
        .mount("0:22", "/run", "tmpfs", "tmpfs");
    assertThat(stored.uses()).contains(new Use(Kind.SYSTEM, "/", "sda1"));
    assertThat(stored.impact("sda1", DISK)).isEqualTo(Impact.LOST);
    assertThat(stored.storage().unplaced()).isEmpty();
  }

  @Test
  void anOverlayWithAFolderThatIsNotKnownIsUnplaced() {
    stacks
        .mount("8:1", "/ro", "ext4", "/dev/sda1")
        .mount("0:31", "/srv", "overlay", "overlay", "rw,lowerdir=/ro/a:l/B,upperdir=/gone/u");
    assertThat(stored.storage().unplaced())
        .extracting(Unplaced::why)
        .containsExactly("/srv is mounted from the folder l/B, /gone/u, and its disk is not known");
    assertThat(stored.impact("overlay at /srv", DISK)).isEqualTo(Impact.LOST);
  }

  // other mount namespaces

  @Test
  void aMountInAnotherNamespaceIsAUse() {
    String root = "27 1 8:1 / / rw shared:1 - ext4 /dev/sda1 rw\n";
    String data = "28 27 259:1 / /data rw - ext4 /dev/nvme0n1p1 rw\n";
    host.put("proc/self/mountinfo", root)
        .link("proc/self/ns/mnt", "mnt:[4026531841]")
        .put("proc/1/mountinfo", "unread")
        .link("proc/1/ns/mnt", "mnt:[4026531841]")
        .put("proc/812/mountinfo", root + data)
        .put("proc/812/comm", "postgres\n")
        .link("proc/812/ns/mnt", "mnt:[4026532300]")
        .put("proc/813/mountinfo", root + data.replace("/data", "/again"))
        .link("proc/813/ns/mnt", "mnt:[4026532300]");
    assertThat(stored.uses())
        .containsExactly(
            new Use(Kind.SYSTEM, "/", "sda1"),
            new Use(
                Kind.IN_USE,
                "/data (in the mount namespace of postgres, process 812)",
                "nvme0n1p1"));
  }

  /** A service with a mount namespace of its own may not see all mounts of the host. */
  @Test
  void theMountsThatTheHostBootsWithAreThoseOfDom0() {
    host.link("proc/self/ns/mnt", "mnt:[4026532300]")
        .link("proc/1/ns/mnt", "mnt:[4026531841]")
        .put("proc/1/comm", "systemd\n")
        .put("proc/1/mountinfo", "28 27 259:1 / /boot rw - ext4 /dev/nvme0n1p1 rw\n");
    assertThat(stored.uses())
        .containsExactly(
            new Use(
                Kind.SYSTEM, "/boot (in the mount namespace of systemd, process 1)", "nvme0n1p1"));
  }

  /** The process that Gangway asks first may be in a chroot, and sees only what is below it. */
  @ParameterizedTest
  @CsvSource({"812, 900", "900, 812", "1000, 900"})
  void aChrootedProcessHidesNoMounts(String chrooted, String other) {
    host.link("proc/self/ns/mnt", "mnt:[4026531841]")
        .link("proc/" + chrooted + "/root", "/var/spool")
        .put("var/spool/x", "")
        .link("proc/" + chrooted + "/ns/mnt", "mnt:[4026532300]")
        .put("proc/" + chrooted + "/mountinfo", "88 79 0:30 / / rw - tmpfs tmpfs rw\n")
        .link("proc/" + other + "/root", "/")
        .link("proc/" + other + "/ns/mnt", "mnt:[4026532300]")
        .put("proc/" + other + "/comm", "postgres\n")
        .put("proc/" + other + "/mountinfo", "28 27 259:1 / /data rw - ext4 /dev/nvme0n1p1 rw\n");
    assertThat(stored.uses())
        .containsExactly(
            new Use(
                Kind.IN_USE,
                "/data (in the mount namespace of postgres, process %s)".formatted(other),
                "nvme0n1p1"));
  }

  /** It ends between the question for its namespace and that for its mounts. */
  @Test
  void aProcessThatEndsHidesNoMounts() {
    host.link("proc/800/root", "/")
        .link("proc/800/ns/mnt", "mnt:[4026532300]")
        .put("proc/800/mountinfo", "")
        .link("proc/900/root", "/")
        .link("proc/900/ns/mnt", "mnt:[4026532300]")
        .put("proc/900/comm", "postgres\n")
        .put("proc/900/mountinfo", "28 27 259:1 / /data rw - ext4 /dev/nvme0n1p1 rw\n");
    assertThat(stored.uses()).extracting(Use::on).containsExactly("nvme0n1p1");
  }

  @Test
  void processesThatSeeTheSameMountsAreAskedOnce() {
    for (String process : List.of("800", "900")) {
      host.link("proc/" + process + "/root", "/")
          .link("proc/" + process + "/ns/mnt", "mnt:[4026532300]")
          .put("proc/" + process + "/comm", "postgres\n")
          .put(
              "proc/" + process + "/mountinfo",
              "28 27 259:1 / /data rw - ext4 /dev/nvme0n1p1 rw\n");
    }
    HostSnapshot unread =
        new Observer(host.machine().unreadable(Path.of("/proc/900/mountinfo"))).host();
    assertThat(unread.unanswered()).isEmpty();
  }
}
