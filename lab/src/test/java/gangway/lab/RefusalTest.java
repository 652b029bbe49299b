package gangway.lab;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Gangway refuses dangerous requests that Xen's own tools perform without a warning. */
@Tag("long")
@ExtendWith(SharedLab.class)
class RefusalTest {
  @Test
  void devicesThatDom0NeedsAreNotHidden(Dom0 dom0) {
    String drivers = "readlink /sys/bus/pci/devices/*/driver; cat /proc/mounts";
    String before = dom0.must(drivers);

    Output disk = dom0.run("gangway hide 00:1f.2");
    Output network = dom0.run("gangway hide 03:00.0");
    Output bridge = dom0.run("gangway hide 00:1e.0");

    assertThat(disk.exit()).isEqualTo(3);
    assertThat(disk.err())
        .contains("blocked DISK-ROOT", "/ is on /dev/sda1, on /dev/sda, on 0000:00:1f.2");
    assertThat(network.exit()).isEqualTo(3);
    assertThat(network.err())
        .contains("blocked NETWORK-SESSION", "is on eth0, on 0000:03:00.0")
        .contains("blocked NETWORK-DEFAULT-ROUTE", "default route is on eth0, on 0000:03:00.0");
    assertThat(bridge.exit()).isEqualTo(3);
    assertThat(bridge.err()).contains("blocked BRIDGE");
    assertThat(dom0.must(drivers)).isEqualTo(before);
  }

  @Test
  @Tag("rare")
  void aDeviceOfAnotherGuestIsNotAttached(Dom0 dom0) {
    dom0.must("gangway hide --now 0a:04.1");
    dom0.must("gangway attach pv1 0a:04.1");
    dom0.must("xl create -q /etc/xen/pv1.cfg && xl create -q /etc/xen/pv2.cfg");
    dom0.must("in-guest pv1 true && in-guest pv2 true");

    Output refused = dom0.run("gangway attach --now pv2 0a:04.1");

    assertThat(refused.exit()).isEqualTo(3);
    assertThat(refused.err())
        .contains("blocked OTHER-GUEST: guest pv1 has 0000:0a:04.1", "gangway detach pv1");
    assertThat(dom0.must("gangway devices")).contains("guest pv1 at 0000:00:0");
    assertThat(dom0.must("in-guest pv2 'ls /sys/bus/pci/devices'")).isBlank();
  }

  @Test
  @Tag("rare")
  void aGuestWithoutHotPlugSupportIsLeftUnchanged(Dom0 dom0) {
    dom0.must("gangway hide --now 0a:04.1");
    dom0.must("xl create -q /etc/xen/pv1.cfg && in-guest pv1 true");
    String before = dom0.must("gangway devices; xenstore-ls /local/domain/0/backend");

    Output refused = dom0.run("gangway attach --now pv1 0a:04.1");
    Output failed = dom0.run("gangway attach --now --accept GUEST-NO-HOTPLUG pv1 0a:04.1");

    assertThat(refused.exit()).isEqualTo(3);
    assertThat(refused.err()).contains("blocked GUEST-NO-HOTPLUG");
    assertThat(failed.exit()).as(failed.err()).isEqualTo(1);
    assertThat(failed.err())
        .contains("accepted GUEST-NO-HOTPLUG", "everything is as it was before");
    assertThat(dom0.must("gangway devices; xenstore-ls /local/domain/0/backend")).isEqualTo(before);
  }
}
