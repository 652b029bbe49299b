package gangway.lab;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A guest that does not answer a detach. {@code xl pci-detach} then prints an error, exits with 0,
 * and leaves a device that no guest uses but that XenStore still records for the guest.
 */
@Tag("rare")
@Order(3)
@ExtendWith(SharedLab.class)
class SilentGuestTest {
  private static final String RECORD = "xenstore-ls /local/domain/0/backend/pci; true";
  private static final String CONFIGURATION = "/etc/gangway/gangway.conf";

  @BeforeEach
  void startGuestWithFunction(Dom0 dom0) {
    dom0.must("gangway hide --now 0a:04.1");
    dom0.must("gangway attach pv1 0a:04.1");
    dom0.must("xl create -q /etc/xen/pv1.cfg");
    dom0.must("in-guest pv1 'until test -d /sys/class/net/eth0; do sleep 1; done'");
  }

  @Test
  void aPausedGuestKeepsItsDeviceAndTheRefusalNamesTheReason(Dom0 dom0) {
    dom0.must("xl pause pv1");

    Output refused = dom0.run("gangway detach --now pv1 0a:04.1");

    assertThat(refused.exit()).isEqualTo(3);
    assertThat(refused.err())
        .contains("blocked GUEST-PAUSED: guest 'pv1' is paused and cannot answer", "xl unpause");
    dom0.must("xl unpause pv1");
    assertThat(dom0.must("gangway devices")).contains("guest pv1 at 0000:00:00.1");
    assertThat(dom0.must("in-guest pv1 'ls /sys/class/net'")).contains("eth0");
    dom0.must("gangway detach --now pv1 0a:04.1");
    assertThat(dom0.must("in-guest pv1 'ls /sys/class/net'")).doesNotContain("eth0");
  }

  @Test
  void anIncompleteDetachByXlIsShownAsInconsistent(Dom0 dom0) {
    dom0.must("xl pause pv1");
    Output xl = dom0.run("xl pci-detach pv1 0a:04.1");
    assertThat(xl.ok()).as("xl calls it done").isTrue();

    Output shown = dom0.run("gangway show 0a:04.1");

    assertThat(shown.out())
        .contains("inconsistent", "the kernel: held by pciback", "XenStore: pv1 (domain 1) has it");
    assertThat(dom0.must("gangway devices")).contains("inconsistent");
  }

  @Test
  void aFunctionWithAnIncompleteDetachIsNotAttachedToAnotherGuest(Dom0 dom0) {
    dom0.must("xl create -q /etc/xen/pv2.cfg");
    dom0.must("xl pause pv1");
    assertThat(dom0.run("xl pci-detach pv1 0a:04.1").ok()).as("xl calls it done").isTrue();

    Output refused = dom0.run("gangway attach --now pv2 0a:04.1");

    assertThat(refused.exit()).isEqualTo(3);
    assertThat(refused.err()).contains("blocked INCONSISTENT", "xl unpause");
    assertThat(dom0.must("xl pci-list pv2")).doesNotContain("0a:04.1");
  }

  @Test
  void anUnresponsiveGuestKeepsItsDeviceAndUsesItWhenItRespondsAgain(Dom0 dom0) {
    String before = dom0.must("gangway devices; " + RECORD);
    dom0.must(
        "mkdir -p /etc/gangway; printf '[limits]\nguest-response = 10 s\n' > " + CONFIGURATION);
    makeUnresponsive(dom0, 90);

    Output failed = dom0.run("gangway detach --now pv1 0a:04.1");

    dom0.must("rm " + CONFIGURATION);

    assertThat(failed.exit()).as(failed.err()).isEqualTo(1);
    assertThat(failed.err())
        .contains(
            "the guest did not answer in time",
            "backend 7 reconfiguring, frontend 4 connected, entry 5 closing",
            "everything is as it was before",
            "--force");
    assertThat(dom0.must("gangway devices; " + RECORD)).isEqualTo(before);
    dom0.must("IN_GUEST_SECONDS=300 in-guest pv1 true");
    assertThat(
            dom0.must(
                "in-guest pv1 'ip link set eth0 up; sleep 3; cat /sys/class/net/eth0/carrier'"))
        .contains("1");
    assertThat(dom0.must("gangway devices; " + RECORD)).isEqualTo(before);
    dom0.must("gangway detach --now pv1 0a:04.1");
    assertThat(dom0.must("in-guest pv1 'ls /sys/class/net'")).doesNotContain("eth0");
  }

  @Test
  void anAttachToAnUnresponsiveGuestIsUndoneAndSucceedsWhenTheGuestRespondsAgain(Dom0 dom0) {
    dom0.must("gangway hide --now 09:00.0");
    String before = dom0.must("gangway devices; " + RECORD);
    makeUnresponsive(dom0, 150);

    Output failed = dom0.run("gangway attach --now pv1 09:00.0");

    assertThat(failed.exit()).as(failed.err()).isEqualTo(1);
    assertThat(failed.err()).contains("everything is as it was before");
    assertThat(dom0.must("gangway devices; " + RECORD)).isEqualTo(before);
    dom0.must("IN_GUEST_SECONDS=300 in-guest pv1 true");
    assertThat(dom0.must("gangway devices; " + RECORD)).isEqualTo(before);
    dom0.must("gangway attach --now pv1 09:00.0");
    assertThat(dom0.must("in-guest pv1 'ls /sys/bus/pci/devices | wc -l'").strip()).isEqualTo("2");
  }

  @Test
  void aForcedDetachTakesTheDeviceOfAnUnresponsiveGuestForAnotherGuest(Dom0 dom0) {
    dom0.must("sed -i s/pv1/pv2/ /etc/xen/pv1.cfg && mv /etc/xen/pv1.cfg /etc/xen/pv2.cfg");
    makeUnresponsive(dom0, 60);

    Output taken = dom0.run("gangway detach --force --now pv1 0a:04.1");

    assertThat(taken.exit()).as(taken.err()).isZero();
    assertThat(taken.err()).contains("warning GUEST-LOSES-DEVICE: if guest 'pv1' does not release");
    assertThat(taken.out()).contains("done: 0000:0a:04.1 detached from guest pv1 now");
    assertThat(dom0.must("gangway devices")).doesNotContain("inconsistent", "guest pv1");
    assertThat(dom0.must("xl pci-list pv1; " + RECORD)).doesNotContain("0a:04.1");
    dom0.must("xl create -q /etc/xen/pv2.cfg");
    dom0.must("in-guest pv2 'until test -d /sys/class/net/eth0; do sleep 1; done'");
    assertThat(dom0.must("gangway devices")).contains("guest pv2");
    dom0.must("IN_GUEST_SECONDS=300 in-guest pv1 true");
    assertThat(dom0.must("gangway devices")).contains("guest pv2").doesNotContain("inconsistent");
  }

  @Test
  void theDeviceOfADestroyedGuestCanGoToAnotherGuestOrToDom0(Dom0 dom0) {
    dom0.must("xl destroy pv1");
    assertThat(dom0.must("gangway devices")).doesNotContain("inconsistent", "guest pv1");

    dom0.must("xl create -q /etc/xen/pv1.cfg && in-guest pv1 true");
    dom0.must("gangway detach pv1 0a:04.1");
    dom0.must("gangway attach --now pv1 0a:04.1");
    dom0.must("xl destroy pv1");
    dom0.must("gangway unhide --now 0a:04.1");

    assertThat(dom0.must("readlink /sys/bus/pci/devices/0000:0a:04.1/driver")).contains("e1000");
  }

  /**
   * Keeps the guest's only processor busy, so that the kernel thread that would answer does not
   * run.
   */
  private static void makeUnresponsive(Dom0 dom0, int seconds) {
    String busy =
        "read now rest < /proc/uptime; end=\\$((\\${now%.*} + "
            + seconds
            + ")); while read now rest < /proc/uptime; test \\${now%.*} -lt \\$end; do :; done";
    dom0.must(
        "in-guest pv1 'echo -1 > /proc/sys/kernel/sched_rt_runtime_us; { sleep 2; exec"
            + " /usr/bin/chrt -f 99 sh -c \""
            + busy
            + "\"; } >/dev/null 2>&1 & true'");
    assertThat(dom0.run("IN_GUEST_SECONDS=5 in-guest pv1 'sleep 4'").ok()).isFalse();
  }
}
