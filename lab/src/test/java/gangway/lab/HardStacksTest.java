package gangway.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Devices that dom0 needs are found through bonds, bridges, RAID and LVM, and are not hidden. */
@Tag("rare")
@ExtendWith(SharedLab.class)
class HardStacksTest {
  /** Prints everything that a hide could change. */
  private static final String STATE =
      "readlink /sys/bus/pci/devices/*/driver; cat /proc/mounts; ls /etc/modprobe.d; ip -br link";

  @Test
  void theSessionsNicIsFoundThroughABridgeOnABondAndNotHidden(Dom0 dom0) {
    dom0.must(
        """
        systemctl stop systemd-networkd.socket systemd-networkd
        ip link add bond0 type bond mode active-backup miimon 100
        ip link set eth0 down && ip link set eth0 master bond0 && ip link set bond0 up
        ip link add br0 type bridge && ip link set bond0 master br0 && ip link set br0 up
        ip address flush dev eth0 && ip address add 10.0.2.15/24 dev br0
        ip route add default via 10.0.2.2 dev br0
        """);
    String before = dom0.must(STATE);

    Output refused = dom0.run("gangway hide 03:00.0");

    assertThat(refused.exit()).isEqualTo(3);
    assertThat(refused.err())
        .contains(
            "blocked NETWORK-SESSION",
            "is on br0, on bond0, on eth0, on 0000:03:00.0",
            "--accept NETWORK-SESSION=0000:03:00.0",
            "blocked NETWORK-DEFAULT-ROUTE");
    assertThat(dom0.run("gangway hide --accept NETWORK-SESSION 03:00.0").exit()).isEqualTo(3);
    assertThat(dom0.must(STATE)).isEqualTo(before);

    dom0.must("ip link set eth2 down && ip link set eth2 master bond0");
    String linked = "grep -A1 'Interface: eth2' /proc/net/bonding/bond0 | grep -q 'Status: up'";
    assertThat(dom0.await(linked, Duration.ofSeconds(30))).isTrue();

    assertThat(dom0.must("gangway check hide 03:00.0"))
        .contains("warning NETWORK-DEGRADED", "eth2, also in bond0, stays up");
    assertThat(dom0.run("gangway check hide 03:00.0 0a:04.0").out())
        .contains(
            "blocked NETWORK-SESSION", "eth2, also in bond0, would be lost with 0000:0a:04.0");
  }

  @Test
  void withoutOneDiskAMirrorUnderLvmIsDegradedAndWithoutBothItIsLost() {
    Lab lab = Checkout.start("d", LvmOnMirror.HARDWARE);
    try {
      lab.install(Checkout.DISTRIBUTION);
      Dom0 dom0 = lab.dom0();
      LvmOnMirror.make(dom0, "data");
      dom0.must("mkfs.ext4 -q /dev/vg/data");
      assertThat(dom0.run("gangway check hide 01:00.0 04:00.0").out())
          .as("active, not mounted")
          .contains("blocked DISK-MEMBER");
      dom0.must("mkdir /srv/data && mount /dev/vg/data /srv/data");
      String before = dom0.must(STATE);

      Output one = dom0.run("gangway hide --now 01:00.0");
      Output both = dom0.run("gangway hide --now 01:00.0 04:00.0");

      assertThat(one.exit()).isEqualTo(3);
      assertThat(one.err())
          .contains("blocked DISK-DEGRADED", "degraded, not lost", "on /dev/md0")
          .contains("on 0000:01:00.0");
      assertThat(both.exit()).isEqualTo(3);
      assertThat(both.err())
          .contains(
              "blocked DISK-IN-USE: 0000:01:00.0 carries /srv/data, which dom0 uses now and would"
                  + " lose")
          .contains(
              "blocked DISK-IN-USE: 0000:04:00.0 carries /srv/data, which dom0 uses now and would"
                  + " lose");
      assertThat(dom0.must(STATE)).isEqualTo(before);
    } finally {
      lab.stop();
    }
  }
}
