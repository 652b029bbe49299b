package gangway.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the host lives on is found through the layers that real hosts have, and is not taken. */
@Tag("long")
@ExtendWith(SharedLab.class)
class HardStacksTest {
  private static final String ONE_NVME = "0000:01:00.0";
  private static final String OTHER_NVME = "0000:04:00.0";

  /** Nothing of what a hidden function would change has changed. */
  private static final String SEEN =
      "readlink /sys/bus/pci/devices/*/driver; cat /proc/mounts; ls /etc/modprobe.d; ip -br link";

  @Test
  void theSessionsNicIsNotTakenThroughABridgeOnABond(Dom0 dom0) {
    dom0.must(
        """
        systemctl stop systemd-networkd.socket systemd-networkd
        ip link add bond0 type bond mode active-backup miimon 100
        ip link set eth0 down && ip link set eth0 master bond0 && ip link set bond0 up
        ip link add br0 type bridge && ip link set bond0 master br0 && ip link set br0 up
        ip address flush dev eth0 && ip address add 10.0.2.15/24 dev br0
        ip route add default via 10.0.2.2 dev br0
        """);
    String before = dom0.must(SEEN);

    Output refused = dom0.run("gangway hide 03:00.0");

    assertThat(refused.exit()).isEqualTo(3);
    assertThat(refused.err())
        .contains(
            "blocked NETWORK-SESSION",
            "is on br0, on bond0, on eth0, on 0000:03:00.0",
            "--accept NETWORK-SESSION=ADDRESS",
            "blocked NETWORK-DEFAULT-ROUTE");
    assertThat(dom0.run("gangway hide --accept NETWORK-SESSION 03:00.0").exit()).isEqualTo(3);
    assertThat(dom0.must(SEEN)).isEqualTo(before);

    dom0.must("ip link set eth2 down && ip link set eth2 master bond0");
    String linked = "grep -A1 'Interface: eth2' /proc/net/bonding/bond0 | grep -q 'Status: up'";
    assertThat(dom0.await(linked, Duration.ofSeconds(30))).isTrue();

    assertThat(dom0.must("gangway check hide 03:00.0"))
        .contains("warning NETWORK-DEGRADED", "eth2, also in bond0, stays");
    assertThat(dom0.run("gangway check hide 03:00.0 0a:04.0").out())
        .contains("blocked NETWORK-SESSION", "eth2, also in bond0, would go with 0000:0a:04.0");
  }

  @Test
  void theRootFileSystemIsNotTakenFromUnderLvmOnAMirror() {
    Lab lab = Checkout.start("stacks", new Hardware(true, 0, 2, false));
    try {
      lab.install(Checkout.DISTRIBUTION);
      Dom0 dom0 = lab.dom0();
      dom0.must("dpkg --no-triggers -i /srv/packages/*.deb");
      dom0.must(
          """
          mdadm --create /dev/md0 --level=1 --raid-devices=2 --metadata=1.2 --assume-clean --run \\
            /dev/nvme0n1 /dev/nvme1n1
          pvcreate -q /dev/md0 && vgcreate -q vg /dev/md0
          lvcreate -q -y -W n -l 100%FREE -n root vg && mkfs.ext4 -q /dev/vg/root
          """);
      assertThat(dom0.run("gangway check hide 01:00.0").out()).contains("blocked DISK-DEGRADED");

      moveRoot(dom0);
      dom0.reboot();

      assertThat(dom0.must("findmnt -n -o SOURCE /")).isEqualTo("/dev/mapper/vg-root\n");
      String before = dom0.must(SEEN);
      Output one = dom0.run("gangway hide --now 01:00.0");
      Output both = dom0.run("gangway hide --now --accept DISK-ROOT 01:00.0 04:00.0");
      assertThat(one.exit()).isEqualTo(3);
      assertThat(one.err())
          .contains("blocked DISK-DEGRADED", "on /dev/md0", "on " + ONE_NVME, "degraded, not lost");
      assertThat(both.exit()).isEqualTo(3);
      assertThat(both.err())
          .contains(
              "blocked DISK-ROOT: dom0 would lose / with " + ONE_NVME,
              "blocked DISK-ROOT: dom0 would lose / with " + OTHER_NVME,
              "--accept DISK-ROOT=ADDRESS");
      assertThat(dom0.must(SEEN)).isEqualTo(before);
    } finally {
      lab.stop();
    }
  }

  /** Copies what dom0 needs to run, and has it boot from there. */
  private static void moveRoot(Dom0 dom0) {
    dom0.must(
        """
        mkdir /srv/new && mount /dev/vg/root /srv/new
        tar -C / --one-file-system --exclude=./srv --exclude=./boot --exclude=./var/cache \\
          --exclude=./var/lib/apt --exclude=./usr/lib/modules/*/kernel/drivers/scsi -cf - . \\
          | tar -C /srv/new -xf -
        mkdir -p /srv/new/srv /srv/new/boot
        echo '/dev/mapper/vg-root / ext4 defaults 0 1' > /srv/new/etc/fstab
        umount /srv/new
        mdadm --detail --scan >> /etc/mdadm/mdadm.conf
        printf 'nvme\\nraid1\\ndm-mod\\next4\\n' >> /etc/initramfs-tools/modules
        sed -i 's|root=/dev/sda1|root=/dev/mapper/vg-root|' /boot/grub/grub.cfg
        update-initramfs -u
        """);
  }
}
