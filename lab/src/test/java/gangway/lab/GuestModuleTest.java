package gangway.lab;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A guest whose kernel has the module survives being saved and restored, time and again, once its
 * devices are taken from it; and it gets them again.
 */
@Tag("long")
@ExtendWith(SharedLab.class)
class GuestModuleTest {
  private static final int TIMES = 2;

  /** The kernel of Debian 12, and that of its backports. */
  @ParameterizedTest
  @ValueSource(strings = {"", "-later"})
  void aGuestThatHadDevicesIsTheSameAfterItWasSavedAndRestored(String kernel, Dom0 dom0) {
    dom0.must(
        "sed -i 's#/srv/vmlinux#&%1$s#; s#/srv/guest#&%1$s#' /etc/xen/pv1.cfg".formatted(kernel));
    dom0.must("gangway guard install && gangway hide --now 09:00.0 01:00.0");
    CountingGuest guest = CountingGuest.create(dom0, "pv1");
    assertThat(dom0.must("in-guest pv1 'uname -r'"))
        .startsWith(kernel.isEmpty() ? "6.1." : "6.12.");
    dom0.must("in-guest pv1 'modprobe gangway_pirq'");
    dom0.must("in-guest pv1 'dd if=/dev/urandom of=/written bs=4k count=4'");

    for (int time = 0; time < TIMES; time++) {
      dom0.must("gangway attach --now pv1 09:00.0 01:00.0");
      dom0.must(
          "in-guest pv1 'until test -d /sys/class/net/eth0 -a -b /dev/nvme0n1; do sleep 1; done'");
      guest.mustPing();
      if (time == 0) {
        dom0.must("in-guest pv1 'dd if=/written of=/dev/nvme0n1 bs=4k && sync'");
      }
      dom0.must("in-guest pv1 'dd if=/dev/nvme0n1 of=/read bs=4k count=4 && cmp /read /written'");
      assertThat(dom0.run("xl save pv1 /root/image").exit()).as("with devices").isEqualTo(3);

      dom0.must("gangway detach --now pv1 09:00.0 01:00.0");
      int before = guest.count();
      dom0.must("xl save pv1 /root/image");
      assertThat(dom0.must("xl list")).doesNotContain("pv1");
      dom0.must("xl restore /root/image");

      guest.mustHaveGoneOnFrom(before);
    }
    assertThat(dom0.must("in-guest pv1 'dmesg'"))
        .contains("gangway_pirq: released the left-over interrupt")
        .doesNotContain("general protection fault", "map irq failed");
  }
}
