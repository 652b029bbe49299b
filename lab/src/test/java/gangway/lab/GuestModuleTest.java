package gangway.lab;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A guest with the kernel module survives a save and a restore by xl after its devices are
 * detached; the guard allows that.
 */
@Tag("rare")
@ExtendWith(SharedLab.class)
class GuestModuleTest {

  @Test
  void aGuestThatHadDevicesContinuesAfterASaveAndRestoreByXl(Dom0 dom0) {
    dom0.must("gangway guard install && gangway hide --now 09:00.0 01:00.0");
    CountingGuest guest = CountingGuest.create(dom0, "pv1");
    dom0.must("in-guest pv1 'modprobe gangway_pirq'");
    dom0.must("gangway attach --now pv1 09:00.0 01:00.0");
    dom0.must(
        "in-guest pv1 'until test -d /sys/class/net/eth0 -a -b /dev/nvme0n1; do sleep 1; done'");
    guest.mustPing();
    assertThat(dom0.run("xl save pv1 /root/image").exit()).as("with devices").isEqualTo(3);

    dom0.must("gangway detach --now pv1 09:00.0 01:00.0");
    int before = guest.count();
    dom0.must("xl save pv1 /root/image");
    assertThat(dom0.must("xl list")).doesNotContain("pv1");
    dom0.must("xl restore /root/image");

    guest.mustHaveContinuedFrom(before);
    assertThat(dom0.must("in-guest pv1 'dmesg'"))
        .contains("gangway_pirq: released the left-over interrupt")
        .doesNotContain("general protection fault", "map irq failed");
  }
}
