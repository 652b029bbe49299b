package gangway.lab;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** {@code guest-prepare} for a guest with a complete system: while it runs, and on its disk. */
@Tag("rare")
@ExtendWith(SharedLab.class)
class DebianGuestTest {
  private static final String BOOT_FILE = "/etc/modules-load.d/gangway-xen-pcifront.conf";
  private static final String MODULE = "ssh debian 'lsmod | grep -w xen_pcifront'";

  @Test
  void aRunningGuestIsPreparedGetsADeviceAndIsChecked(Dom0 dom0) {
    dom0.must("with-debian");
    assertThat(dom0.run(MODULE).ok()).isFalse();

    assertThat(dom0.must("gangway guest-prepare --ssh debian"))
        .contains("done: the guest at debian is prepared for hot-plug");

    assertThat(dom0.run(MODULE).ok()).isTrue();
    assertThat(dom0.must("ssh debian cat " + BOOT_FILE)).contains("\nxen-pcifront\n");
    assertThat(dom0.must("gangway guest-prepare --ssh debian")).startsWith("already so: ");

    dom0.must("gangway hide --now 09:00.0 && gangway attach --now debian 09:00.0");
    new DebianGuest(dom0, "debian").mustUseItsNic();
    assertThat(dom0.must("gangway guest-check debian --ssh debian --json"))
        .contains("\"healthy\":true", "\"driver\":\"e1000e\"", "\"carrier\":\"up\"");
    // without a login, Gangway cannot see the guest's drivers
    assertThat(dom0.must("gangway guests")).containsPattern("0000:09:00.0 at 0000:00:00.0.* -");
    dom0.must("ssh debian 'echo 0000:00:00.0 > /sys/bus/pci/drivers/e1000e/unbind'");
    Output unbound = dom0.run("gangway guest-check debian --ssh debian");
    assertThat(unbound.exit()).isEqualTo(1);
    assertThat(unbound.out()).contains("driver none");

    dom0.must("gangway guest-prepare --ssh debian --remove");
    assertThat(dom0.run("ssh debian test -e " + BOOT_FILE).ok()).isFalse();
    Output running = dom0.run("gangway guest-prepare --image /srv/debian.img");
    assertThat(running.exit()).as(running.err()).isEqualTo(3);
    assertThat(running.err()).contains("guest debian (domain 1) has /dev/loop0");
  }

  @Test
  void aGuestIsPreparedOnItsDiskBeforeItsNextStart(Dom0 dom0) {
    assertThat(dom0.must("gangway guest-prepare --image /srv/debian.img"))
        .contains("done: the guest's system on /srv/debian.img is prepared");
    assertThat(dom0.must("gangway guest-prepare --image /srv/debian.img"))
        .startsWith("already so: ");
    assertThat(dom0.must("losetup -a")).isBlank();
    assertThat(dom0.must("cat /proc/mounts")).doesNotContain(" /mnt ");

    dom0.must("with-debian");

    assertThat(dom0.run(MODULE).ok()).isTrue();
    assertThat(dom0.must("ssh debian cat " + BOOT_FILE)).contains("\nxen-pcifront\n");
  }

  @Test
  void afterAKillRecoverUndoesThePreparationAndNothingIsMounted(Dom0 dom0) {
    dom0.must(
        """
        setsid gangway guest-prepare --image /srv/debian.img >/root/out 2>&1 &
        until grep -qs '"step-begins"' /var/lib/gangway/running/*/run.jsonl; do test -e /proc/$! || exit 1; done
        kill -9 $!
        """);
    dom0.run("gangway recover");

    assertThat(dom0.must("losetup -a; cat /proc/mounts")).doesNotContain("debian.img", " /mnt ");
    assertThat(dom0.must("gangway guest-prepare --image /srv/debian.img --remove; true"))
        .contains("has no settings of Gangway");
  }
}
