package gangway.check;

import static gangway.check.CheckCase.blocksUnlessAccepted;
import static gangway.check.CheckCase.blocksUnlessAcceptedFor;
import static gangway.check.CheckCase.warns;
import static gangway.check.Requests.BOTH;
import static gangway.check.Requests.LASTING;
import static gangway.check.Requests.NOW;
import static gangway.check.Requests.hide;
import static gangway.host.DiskStacks.NVME;
import static gangway.host.DiskStacks.OTHER_NVME;
import static gangway.host.DiskStacks.OTHER_SAS;
import static gangway.host.DiskStacks.SAS;
import static gangway.host.GuideHost.CARD;
import static gangway.host.GuideHost.DISK;

import gangway.host.DiskStacks;
import gangway.host.GuideHost;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Hosts that use disks, and requests that would take the disks from them. */
final class DiskCases {
  private static final String UUID = "0f4ec1de-8a5b-4f7c-9d6e-0123456789ab";

  private static final String VMD = "0000:00:0e.0";

  private DiskCases() {}

  static Stream<CheckCase> cases() {
    return Stream.of(lost(), guests(), spared(), unclear()).flatMap(cases -> cases);
  }

  private static Stream<CheckCase> lost() {
    return Stream.of(
        blocksUnlessAcceptedFor(
            "DISK-ROOT", hide(NOW, DISK), on -> on.put("proc/swaps", DiskStacks.NO_SWAPS)),
        blocksUnlessAcceptedFor(
            "DISK-ROOT", hide(LASTING, DISK), on -> on.put("proc/swaps", DiskStacks.NO_SWAPS)),
        blocksUnlessAcceptedFor(
            "DISK-ROOT",
            hide(NOW, NVME),
            with(s -> s.nvmes().mount("259:1", "/boot/efi", "vfat", "/dev/nvme0n1p1"))),
        blocksUnlessAcceptedFor(
            "DISK-ROOT",
            hide(NOW, NVME, OTHER_NVME),
            with(s ->
                s.nvmes()
                    .array("md0", "9:0", "raid1", "nvme0n1p1", "nvme1n1p1")
                    .mapped("dm-0", "253:0", "vg-root", "LVM-x", "md0")
                    .mount("253:0", "/", "ext4", "/dev/mapper/vg-root"))),
        blocksUnlessAcceptedFor(
            "DISK-ROOT",
            hide(LASTING, NVME),
            on -> {
              with(s -> s.nvmes().array("md0", "9:0", "raid1", "nvme0n1p1", "nvme1n1p1"))
                  .accept(on);
              DiskStacks.on(on).mount("9:0", "/", "ext4", "/dev/md0");
              on.put(
                      "etc/modprobe.d/gangway.conf",
                      "options xen-pciback hide=(%s)\n".formatted(OTHER_NVME))
                  .pack();
            }),
        blocksUnlessAcceptedFor(
            "DISK-ROOT",
            hide(NOW, NVME),
            on -> {
              with(DiskStacks::nvmes).accept(on);
              on.put("etc/fstab", "UUID=12AB-34CD /boot/efi vfat noauto 0 1\n")
                  .link("dev/disk/by-uuid/12AB-34CD", "../../nvme0n1p1");
            }),
        blocksUnlessAcceptedFor("DISK-ROOT", hide(NOW, VMD), DiskCases::behindVmd),
        blocksUnlessAccepted("DISK-IN-USE", hide(NOW, ConsoleCases.USB), DiskCases::onStick),
        blocksUnlessAccepted(
            "DISK-IN-USE",
            hide(NOW, DISK),
            on -> on.put("proc/self/mountinfo", DiskStacks.NO_DISK_MOUNTED)),
        blocksUnlessAccepted(
            "DISK-IN-USE",
            hide(NOW, NVME),
            with(s ->
                s.nvmes()
                    .mapped("dm-0", "253:0", "vg-x", "LVM-x", "nvme0n1p1")
                    .mapped("dm-1", "253:1", "crypt", "CRYPT-LUKS2-x", "dm-0")
                    .mount("253:1", "/home", "ext4", "/dev/mapper/crypt"))),
        blocksUnlessAccepted(
            "DISK-IN-USE",
            hide(NOW, SAS),
            with(s ->
                s.sasAdapters()
                    .sasDisk(SAS, "sdb", "8:16")
                    .mount("8:16", "/srv", "xfs", "/dev/sdb"))),
        blocksUnlessAccepted(
            "DISK-IN-USE",
            hide(NOW, NVME),
            with(s ->
                s.nvmes()
                    .btrfs(UUID, "single", "nvme0n1p1", "nvme1n1p1")
                    .mount("0:31", "/srv", "btrfs", "/dev/nvme1n1p1"))),
        blocksUnlessAccepted(
            "DISK-MEMBER",
            hide(NOW, NVME),
            with(s -> s.nvmes().mapped("dm-0", "253:0", "vg-x", "LVM-x", "nvme0n1p1"))),
        blocksUnlessAccepted(
            "DISK-MEMBER",
            hide(NOW, NVME),
            with(s -> s.nvmes().array("md0", "9:0", "raid0", "nvme0n1p1", "nvme1n1p1"))),
        warns(
            "DISK-FSTAB",
            hide(LASTING, SAS),
            on -> {
              with(s -> s.sasAdapters().sasDisk(SAS, "sdb", "8:16")).accept(on);
              on.put("etc/fstab", "/dev/sdb /mnt/backup ext4 defaults 0 2\n");
            }),
        warns(
            "DISK-DORMANT",
            hide(NOW, NVME),
            with(s -> s.nvmes().signature("259:1", "ID_FS_TYPE=LVM2_member"))));
  }

  private static Stream<CheckCase> guests() {
    return Stream.of(
        blocksUnlessAccepted(
            "DISK-GUEST",
            hide(NOW, NVME),
            with(s -> s.nvmes().served(3, "vbd", "physical-device", "103:1"))),
        blocksUnlessAccepted(
            "DISK-GUEST",
            hide(NOW, NVME),
            with(s -> s.nvmes().served(3, "qdisk", "params", "qcow2:/dev/nvme0n1p1"))),
        warns(
            "DISK-GUEST-DEFINED",
            hide(BOTH, NVME),
            on -> {
              with(DiskStacks::nvmes).accept(on);
              on.put(
                  "etc/xen/pv2.cfg",
                  "name='pv2'\nbootloader='pygrub'\ndisk=['phy:/dev/nvme0n1p1,xvda,w']\n");
            }),
        warns(
            "DISK-GUEST-DEFINED",
            hide(BOTH, NVME),
            on -> {
              with(DiskStacks::nvmes).accept(on);
              on.put(
                  "etc/libvirt/libxl/pv5.xml",
                  "<domain type='xen'><name>pv5</name><devices><disk type='block'>"
                      + "<source dev='/dev/nvme0n1p1'/></disk></devices></domain>");
            }));
  }

  private static Stream<CheckCase> spared() {
    return Stream.of(
        blocksUnlessAccepted(
            "DISK-DEGRADED",
            hide(NOW, NVME),
            with(s ->
                s.nvmes()
                    .array("md0", "9:0", "raid1", "nvme0n1p1", "nvme1n1p1")
                    .mount("9:0", "/", "ext4", "/dev/md0"))),
        blocksUnlessAccepted(
            "DISK-DEGRADED",
            hide(NOW, OTHER_SAS),
            with(s ->
                    s.sasAdapters()
                        .sasDisk(SAS, "sdb", "8:16")
                        .sasDisk(OTHER_SAS, "sdc", "8:32")
                        .mapped("dm-0", "253:0", "mpatha", "mpath-3600", "sdb", "sdc")
                        .mount("253:0", "/", "ext4", "/dev/mapper/mpatha"))
                .andThen(on ->
                    on.answer(
                        "dmsetup status --noflush",
                        "mpatha: 0 9 multipath 2 0 0 0 1 1 A 0 2 0 8:16 A 0 8:32 A 0\n"))));
  }

  private static Stream<CheckCase> unclear() {
    return Stream.of(
        warns(
            "DISK-INCONSISTENT",
            hide(NOW, NVME),
            with(s -> s.nvmes())
                .andThen(on -> on.volume("dm-8", "253:8", "dm-9").volume("dm-9", "253:9", "dm-8"))),
        blocksUnlessAcceptedFor(
            "DISK-UNKNOWN",
            hide(NOW, NVME),
            with(s -> s.nvmes().mount("8:99", "/mnt", "ext4", "/dev/sdz1"))),
        blocksUnlessAcceptedFor(
            "DISK-UNKNOWN",
            hide(NOW, NVME, OTHER_NVME),
            with(s -> s.nvmes().mount("0:40", "/", "zfs", "tank/ROOT"))),
        blocksUnlessAcceptedFor(
            "DISK-UNKNOWN",
            hide(NOW, CARD),
            with(s -> s.mount("0:41", "/srv", "fuse.sshfs", "admin@nas:/srv"))));
  }

  /** Linux uses a separate PCI domain for devices behind a VMD. */
  private static void behindVmd(GuideHost host) {
    host.function(VMD, "8086:467f", "10400", "vmd");
    String below = "/pci10000:e0/10000:e0:06.0/10000:e1:00.0/nvme/nvme0/nvme0n1";
    host.disk(host.folder(VMD) + below, "259:0");
    with(s -> s.mount("259:0", "/", "ext4", "/dev/nvme0n1")).accept(host);
  }

  private static void onStick(GuideHost host) {
    ConsoleCases.usb(host);
    String below = "/usb1/1-2/1-2:1.0/host9/target9:0:0/9:0:0:0/block/sdd";
    host.disk(host.folder(ConsoleCases.USB) + below, "8:48");
    with(s -> s.mount("8:48", "/mnt", "vfat", "/dev/sdd")).accept(host);
  }

  /** On a host without other uses of disks. */
  private static Consumer<GuideHost> with(Consumer<DiskStacks> made) {
    return on -> made.accept(DiskStacks.on(on).withoutPlainUses());
  }
}
