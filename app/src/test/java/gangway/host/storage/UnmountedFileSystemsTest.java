package gangway.host.storage;

import static org.assertj.core.api.Assertions.assertThat;

import gangway.host.DiskStacks;
import gangway.host.GuideHost;
import gangway.host.storage.Storage.Kind;
import gangway.host.storage.Storage.Use;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** File systems that are not mounted: in {@code /etc/fstab}, or behind a trigger of autofs. */
class UnmountedFileSystemsTest {
  private static final Use BOOT = new Use(Kind.SYSTEM, "/boot (not mounted)", "nvme0n1p1");

  private final Stored stored = Stored.unused();
  private final GuideHost host = stored.host();
  private final DiskStacks stacks = stored.stacks().nvmes();

  @BeforeEach
  void links() {
    host.link("dev/disk/by-uuid/12AB-34CD", "../../nvme0n1p1")
        .link("dev/disk/by-partuuid/0aa1-01", "../../nvme0n1p1")
        .link("dev/disk/by-label/a\\x20b\\x2fc", "../../nvme0n1p1")
        .link("dev/disk/by-partlabel/EFI\\x20System", "../../nvme0n1p1")
        .link("dev/disk/by-id/nvme-X_1", "../../nvme0n1p1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/dev/nvme0n1p1 /boot ext4 noauto 0 2",
        "/dev/nvme0n1p1 /boot/ ext4 noauto 0 2",
        "/dev/nvme0n1p1 //boot/. ext4 noauto 0 2",
        "/dev//nvme0n1p1\t/boot\text4",
        "  /dev/nvme0n1p1   /boot   ext4   defaults",
        "/dev/nvme0n1p1 /bo\\157t ext4 noauto",
        "UUID=12AB-34CD /boot vfat noauto",
        "UUID=12ab-34cd /boot vfat noauto",
        "UUID=\"12AB-34CD\" /boot vfat noauto",
        "PARTUUID='0AA1-01' /boot vfat noauto",
        "LABEL=a\\040b/c /boot vfat noauto",
        "LABEL=\"a\\040b/c\" /boot vfat noauto",
        "PARTLABEL=EFI\\040System /boot vfat noauto",
        "ID=nvme-X_1 /boot vfat noauto",
        "/dev/disk/by-id/nvme-X_1 /boot vfat noauto",
      })
  void everySpellingOfAnEntryNamesTheSameDisk(String line) {
    host.put("etc/fstab", line + "\n");
    assertThat(stored.uses()).containsExactly(BOOT);
    assertThat(stored.storage().unplaced()).isEmpty();
  }

  @Test
  void aTriggerIsNotTheFileSystemThatWillBeMounted() {
    stacks
        .mount("0:50", "/boot", "autofs", "systemd-1")
        .mount("0:51", "/srv", "autofs", "systemd-1");
    host.put(
        "etc/fstab",
        """
        /dev/nvme0n1p1 /boot ext4 noauto,x-systemd.automount 0 2
        /dev/nvme1n1p1 /srv  ext4 noauto,x-systemd.automount 0 2
        """);
    host.put("etc/xen/pv2.cfg", "name='pv2'\ndisk=['/srv/pv2.img,raw,xvda,w']\n");
    assertThat(stored.uses())
        .containsExactly(
            BOOT,
            new Use(Kind.IN_USE, "/srv (not mounted)", "nvme1n1p1"),
            new Use(Kind.DEFINED_GUEST, "disk /srv/pv2.img of guest pv2", "nvme1n1p1"));
  }

  @Test
  void aTriggeredFileSystemThatIsMountedIsAMount() {
    stacks
        .mount("0:50", "/boot", "autofs", "systemd-1")
        .mount("259:1", "/boot", "ext4", "/dev/nvme0n1p1");
    host.put("etc/fstab", "/dev/nvme0n1p1 /boot ext4 noauto,x-systemd.automount 0 2\n");
    assertThat(stored.uses()).containsExactly(new Use(Kind.SYSTEM, "/boot", "nvme0n1p1"));
  }

  @Test
  void theTriggerOfAPartitionTypeIsResolvedByItsUnit() {
    stacks.mount("0:50", "/boot/efi", "autofs", "systemd-1");
    assertThat(stored.storage().unplaced())
        .extracting(Unplaced::why)
        .containsExactly(
            "/boot/efi (not mounted) is on an unknown device by a trigger of autofs, and no known"
                + " disk has this name");
    host.put(
        "run/systemd/generator.late/boot-efi.mount",
        "[Mount]\nWhat=/dev/disk/by-uuid/12AB-34CD\nWhere=/boot/efi\n");
    assertThat(stored.uses())
        .containsExactly(new Use(Kind.SYSTEM, "/boot/efi (not mounted)", "nvme0n1p1"));
    assertThat(stored.storage().unplaced()).isEmpty();
  }

  @Test
  void theTriggersOfTheKernelItselfAreNoUses() {
    stacks.mount("0:27", "/proc/sys/fs/binfmt_misc", "autofs", "systemd-1");
    assertThat(stored.uses()).isEmpty();
    assertThat(stored.storage().unplaced()).isEmpty();
  }

  @Test
  void anEntryOfDom0WhoseDiskIsNotThereIsUnplaced() {
    host.put("etc/fstab", "LABEL=gone /boot ext4 noauto\nLABEL=lost /efi vfat nofail\n");
    assertThat(stored.storage().unplaced())
        .extracting(Unplaced::what)
        .containsExactly("/boot (not mounted)");
  }

  @Test
  void anotherFileSystemAtThePlaceDoesNotHideTheEntry() {
    stacks.mount("259:3", "/boot", "ext4", "/dev/nvme1n1p1");
    host.put("etc/fstab", "/dev/nvme0n1p1 /boot ext4 defaults 0 2\n");
    assertThat(stored.uses())
        .containsExactly(
            new Use(Kind.SYSTEM, "/boot", "nvme1n1p1"),
            new Use(Kind.SYSTEM, "/boot (in /etc/fstab)", "nvme0n1p1"));
  }

  /** systemd has a trigger for binfmt_misc on every host. */
  @Test
  void aTriggerWithoutAKnownUnitIsUnplacedUnlessItsFileSystemIsOnNoDisk() {
    stacks.mount("0:50", "/proc/sys/fs/binfmt_misc", "autofs", "systemd-1");
    stacks.mount("0:51", "/run/x", "autofs", "systemd-1");
    host.put("run/systemd/system/run-x.mount", "[Mount]\nWhat=tmpfs\nWhere=/run/x\nType=tmpfs\n");
    stacks.mount("0:52", "/nas", "autofs", "systemd-1");
    host.put("etc/systemd/system/nas.mount", "[Mount]\nWhat=nas:/srv\nWhere=/nas\n");
    assertThat(stored.storage().unplaced()).isEmpty();
    stacks.mount("0:53", "/srv", "autofs", "systemd-1");
    assertThat(stored.storage().unplaced())
        .extracting(Unplaced::what)
        .containsExactly("/srv (not mounted)");
  }

  /** autofs(5): options, quotes, the key as an ampersand, included maps. */
  @Test
  void theMapOfAutomountNamesTheDisks() {
    stacks.mount("0:50", "/misc", "autofs", "/etc/auto.misc");
    host.put(
        "etc/auto.misc",
        """
        # a comment  :/dev/sda1
        cd    -fstype=iso9660,ro :/dev/sr0
        nas   -rw nas:/srv
        +auto.more
        """);
    host.put("etc/auto.more", "nvme0n1p1 -fstype=ext4 \\\n  \":/dev/&\"\n+auto.misc\n");
    assertThat(stored.uses())
        .containsExactly(new Use(Kind.IN_USE, "/misc/nvme0n1p1 (not mounted)", "nvme0n1p1"));
  }

  @Test
  void aMountUnitThatTheNextBootStartsIsMountedThen() {
    host.put(
        "etc/systemd/system/srv-a\\x2db.mount", "[Mount]\nWhat=UUID=12AB-34CD\nWhere=/srv/a-b\n");
    assertThat(stored.uses()).isEmpty();
    host.link("etc/systemd/system/local-fs.target.wants/srv-a\\x2db.mount", "../srv-a\\x2db.mount");
    assertThat(stored.uses()).containsExactly(new Use(Kind.BOOT, "/srv/a-b", "nvme0n1p1"));
  }

  @Test
  void theNextBootMountsWhatTheUnitNamesAndNotWhatIsMountedNow() {
    stacks.mount("259:3", "/srv", "ext4", "/dev/nvme1n1p1");
    host.put("etc/systemd/system/srv.mount", "[Mount]\nWhat=UUID=12AB-34CD\nWhere=/srv\n")
        .link("etc/systemd/system/local-fs.target.wants/srv.mount", "../srv.mount");
    assertThat(stored.uses()).contains(new Use(Kind.BOOT, "/srv", "nvme0n1p1"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "etc/systemd/system/srv-a\\x2db.mount.d/disk.conf",
        "etc/systemd/system.control/srv-a\\x2db.mount.d/disk.conf",
        "run/systemd/system/srv-a\\x2db.mount.d/disk.conf",
        "usr/lib/systemd/system/srv-.mount.d/disk.conf",
        "usr/lib/systemd/system/mount.d/disk.conf",
      })
  void aDropInReplacesTheDiskOfAUnit(String file) {
    host.put("etc/systemd/system/srv-a\\x2db.mount", "[Mount]\nWhat=/dev/sdx\nWhere=/srv/a-b\n")
        .link("etc/systemd/system/local-fs.target.wants/srv-a\\x2db.mount", "../srv-a\\x2db.mount");
    assertThat(stored.uses()).isEmpty();
    host.put(file, "[Mount]\nWhat = UUID=12AB-34CD\n");
    assertThat(stored.uses()).containsExactly(new Use(Kind.BOOT, "/srv/a-b", "nvme0n1p1"));
    host.put("etc/systemd/system/srv-a\\x2db.mount.d/zz.conf", "[Mount]\nWhat=/dev/sdx\n");
    assertThat(stored.uses()).isEmpty();
  }

  @Test
  void ofDropInsWithTheSameNameTheFirstCounts() {
    host.put("etc/systemd/system/srv.mount", "[Mount]\nWhat=/dev/sdx\nWhere=/srv\n")
        .link("etc/systemd/system/local-fs.target.wants/srv.mount", "../srv.mount")
        .put("usr/lib/systemd/system/srv.mount.d/disk.conf", "[Mount]\nWhat=/dev/sdy\n")
        .put("etc/systemd/system/mount.d/disk.conf", "[Mount]\nWhat=/dev/sdz\n");
    assertThat(stored.uses()).isEmpty();
    host.put("run/systemd/system/srv.mount.d/disk.conf", "[Mount]\nWhat=UUID=12AB-34CD\n");
    assertThat(stored.uses()).containsExactly(new Use(Kind.BOOT, "/srv", "nvme0n1p1"));
    host.put("etc/systemd/system/srv.mount.d/disk.conf", "");
    assertThat(stored.uses()).isEmpty();
  }

  /** systemd makes the unit of an entry of /etc/fstab at boot. */
  @Test
  void aDropInReplacesTheDiskOfAnEntry() {
    host.put("etc/fstab", "/dev/sdx /boot ext4 defaults 0 2\n");
    assertThat(stored.storage().unplaced()).hasSize(1);
    host.put("etc/systemd/system/boot.mount.d/disk.conf", "[Mount]\nWhat=UUID=12AB-34CD\n");
    assertThat(stored.uses()).containsExactly(BOOT);
    assertThat(stored.storage().unplaced()).isEmpty();
    host.put("etc/fstab", "/dev/sdx none swap sw 0 0\n/dev/sdx / ext4 defaults 0 1\n")
        .put("etc/systemd/system/-.mount.d/disk.conf", "[Mount]\nWhat=/dev/nvme0n1p1\n");
    assertThat(stored.uses()).contains(new Use(Kind.SYSTEM, "/ (not mounted)", "nvme0n1p1"));
  }

  /** Otherwise the file system would be lost by an acceptance that does not name the function. */
  @Test
  void aMountElsewhereDoesNotMakeAFileSystemOfDom0LessImportant() {
    stacks.mount("259:1", "/mnt", "ext4", "/dev/nvme0n1p1");
    host.put("etc/fstab", "/dev/nvme0n1p1 /boot ext4 noauto 0 2\n");
    assertThat(stored.uses()).contains(BOOT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "root UUID=x /keys/root.key:UUID=12AB-34CD luks",
        "root UUID=x /dev/disk/by-uuid/12AB-34CD:/root.key:30 luks,keyscript=passdev",
        "root UUID=x /dev/nvme0n1p1 luks",
        "root UUID=x none luks,header=/root.hdr:PARTLABEL=EFI\\040System",
        "root UUID=x /stick/root.key",
      })
  void theKeyOfAnEncryptedVolumeIsNeededAtBoot(String line) {
    host.put("etc/crypttab", line + "\nother UUID=y none luks\n");
    stacks
        .mapped("dm-0", "253:0", "root", "CRYPT-LUKS2-x", "sda1")
        .mount("253:0", "/", "ext4", "/dev/mapper/root");
    if (line.contains("/stick")) {
      stacks.mount("259:1", "/stick", "vfat", "/dev/nvme0n1p1");
    }
    assertThat(stored.uses())
        .contains(new Use(Kind.SYSTEM, "the key of the encrypted volume root", "nvme0n1p1"));
  }

  @Test
  void theKeyOfAVolumeThatDom0DoesNotNeedIsNeededAtBootOnly() {
    host.put("etc/crypttab", "data UUID=x /dev/nvme0n1p1 luks\n");
    assertThat(stored.uses())
        .containsExactly(new Use(Kind.BOOT, "the key of the encrypted volume data", "nvme0n1p1"));
  }
}
