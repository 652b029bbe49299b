package gangway.lab;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A guest that does not answer when its device is to be taken. {@code xl pci-detach} says an error
 * then, exits with 0, and leaves a device that is nobody's and on record for the guest.
 */
@Tag("long")
@ExtendWith(SharedLab.class)
class SilentGuestTest {
  @BeforeEach
  void aGuestHasAFunction(Dom0 dom0) {
    dom0.must("gangway hide --now 0a:04.1");
    dom0.must("gangway attach pv1 0a:04.1");
    dom0.must("xl create -q /etc/xen/pv1.cfg");
    dom0.must("in-guest pv1 'until test -d /sys/class/net/eth0; do sleep 1; done'");
  }

  @Test
  void aPausedGuestKeepsItsDeviceAndTheRefusalSaysWhy(Dom0 dom0) {
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
  void whatXlLeavesHalfDoneIsShownAsWhatItIs(Dom0 dom0) {
    dom0.must("xl pause pv1");
    Output xl = dom0.run("xl pci-detach pv1 0a:04.1");
    assertThat(xl.ok()).as("xl calls it done").isTrue();

    Output shown = dom0.run("gangway show 0a:04.1");

    assertThat(shown.out())
        .contains("inconsistent", "the kernel: held by pciback", "XenStore: pv1 (domain 1) has it");
    assertThat(dom0.must("gangway devices")).contains("inconsistent");
  }

  @Test
  void aDeafGuestMakesDetachFailAndTheDeviceIsShownAsWhatItIs(Dom0 dom0) {
    // it runs, and its one processor never comes to the kernel thread that would answer
    dom0.must(
        "in-guest pv1 'echo -1 > /proc/sys/kernel/sched_rt_runtime_us;"
            + " { sleep 2; exec /usr/bin/chrt -f 99 sh -c \"while :; do :; done\"; } >/dev/null 2>&1 & true'");
    assertThat(dom0.run("IN_GUEST_SECONDS=5 in-guest pv1 'sleep 4'").ok()).isFalse();

    Output failed = dom0.run("gangway detach --now pv1 0a:04.1");

    assertThat(failed.exit()).isIn(1, 4);
    assertThat(failed.err()).contains("failed");
    System.out.println(failed.out() + failed.err() + dom0.must("gangway devices; xl list"));
  }
}
