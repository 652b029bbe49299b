package gangway.lab;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** {@code gangway doctor} finds and repairs what Xen's tools leave behind. */
@Tag("rare")
@ExtendWith(SharedLab.class)
class DoctorTest {
  private static final String RECORDS = "/local/domain/0/backend/pci";

  @Test
  void aHostThatOnlyGangwayChangedHasNoIssues(Dom0 dom0) {
    startGuestWith(dom0, "0a:04.1");

    assertThat(dom0.must("gangway doctor")).isEqualTo("no problems found\n");
  }

  @Test
  void anUnansweredDetachOfAPausedGuestIsReportedAndNotRepaired(Dom0 dom0) {
    leaveHalfDetached(dom0);

    Output stuck = dom0.run("gangway doctor --fix");

    assertThat(stuck.exit()).isEqualTo(1);
    assertThat(stuck.out())
        .contains("warning HAND-OVER-STUCK", "state is 7 reconfiguring", "xl unpause pv1");
    dom0.must("xl unpause pv1");
    dom0.must("until xenstore-read %s/1/0/state | grep 4; do sleep 1; done".formatted(RECORDS));
    assertThat(dom0.run("gangway doctor").out())
        .contains("warning DETACH-HALF-DONE: guest pv1 has released 0000:0a:04.1");
  }

  @Test
  void theRecordOfADestroyedGuestIsDeletedAndTheNextGuestKeepsTheDevice(Dom0 dom0) {
    leaveHalfDetached(dom0);
    dom0.must("xl destroy pv1");
    Output found = dom0.run("gangway doctor");
    assertThat(found.exit()).isEqualTo(1);
    assertThat(found.out()).contains("warning RECORD-LEFT: domain 1 is gone");
    start(dom0);

    dom0.must("gangway doctor --fix");

    assertThat(dom0.must("gangway doctor")).isEqualTo("no problems found\n");
    assertThat(dom0.must("xenstore-list " + RECORDS)).isEqualTo("2\n");
    assertThat(dom0.must("gangway devices")).contains("guest pv1 at 0000:00:00");
    assertThat(dom0.must("in-guest pv1 'ip link set eth0 up; sleep 5; dmesg | tail'"))
        .contains("eth0 NIC Link is Up");
  }

  @Test
  void afterTheRepairXlCanReleaseAFunctionThatWasHiddenAtBoot(Dom0 dom0) {
    dom0.must("gangway hide --boot 09:00.0");
    dom0.reboot();
    assertThat(dom0.run("xl pci-assignable-remove 0000:09:00.0").ok()).isFalse();

    assertThat(dom0.must("gangway doctor")).contains("note UNKNOWN-TO-XL: 0000:09:00.0");
    dom0.must("gangway doctor --fix");

    assertThat(dom0.must("gangway doctor")).isEqualTo("no problems found\n");
    dom0.must("xl pci-assignable-remove 0000:09:00.0");
  }

  @Test
  void aDriverThatAnOverrideKeptAwayIsBoundAgain(Dom0 dom0) {
    dom0.must("echo pciback > /sys/bus/pci/devices/0000:09:00.0/driver_override");
    dom0.must("echo 0000:09:00.0 > /sys/bus/pci/drivers/e1000e/unbind");
    assertThat(dom0.run("gangway doctor").out()).contains("warning OVERRIDE-LEFT: 0000:09:00.0");

    dom0.must("gangway doctor --fix");

    assertThat(dom0.driver("0000:09:00.0")).isEqualTo("e1000e");
  }

  private static void startGuestWith(Dom0 dom0, String function) {
    dom0.must("gangway hide --now " + function);
    dom0.must("gangway attach pv1 " + function);
    start(dom0);
  }

  private static void leaveHalfDetached(Dom0 dom0) {
    startGuestWith(dom0, "0a:04.1");
    dom0.must("xl pause pv1");
    dom0.must("xl pci-detach pv1 0a:04.1");
  }

  private static void start(Dom0 dom0) {
    dom0.must("xl create -q /etc/xen/pv1.cfg");
    dom0.must("in-guest pv1 'until test -d /sys/class/net/eth0; do sleep 1; done'");
  }
}
