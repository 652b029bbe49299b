package gangway.lab;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A device goes from dom0's driver to a guest and back in one operation. */
@Tag("rare")
@ExtendWith(SharedLab.class)
class AssignTest {
  private static final String NIC = "0000:09:00.0";
  private static final String STATE =
      "gangway devices; cat /etc/xen/pv1.cfg; ls /etc/modprobe.d; xl pci-list pv1";

  @Test
  void aNicOfDom0PingsInTheRunningGuestAndComesBack(Dom0 dom0) {
    CountingGuest guest = CountingGuest.create(dom0, "pv1");
    int count = guest.count();
    String devices = dom0.must("gangway devices");
    assertThat(dom0.must("gangway check assign pv1 09:00.0 --json")).contains("\"digest\"");
    assertThat(dom0.driver(NIC)).isEqualTo("e1000e");

    assertThat(dom0.must("gangway assign pv1 09:00.0"))
        .contains("done: 0000:09:00.0 assigned to guest pv1 now and in its definition");
    guest.mustPing();
    assertThat(dom0.must("cat /etc/xen/pv1.cfg")).contains("09:00.0");
    assertThat(dom0.must("cat /etc/modprobe.d/gangway.conf")).contains("09:00.0");
    assertThat(dom0.must("gangway assign pv1 09:00.0")).startsWith("already so");

    assertThat(dom0.must("gangway unassign pv1 09:00.0")).contains("done: ");
    assertThat(dom0.driver(NIC)).isEqualTo("e1000e");
    assertThat(dom0.must("in-guest pv1 'ls /sys/bus/pci/devices'")).isBlank();
    assertThat(dom0.must("gangway unassign pv1 09:00.0")).startsWith("already so");
    assertThat(dom0.must("gangway devices")).isEqualTo(devices);
    guest.mustHaveContinuedFrom(count);
  }

  @Test
  void aCommandThatIsKilledIsUndoneAndAPlanThatWasNotShownIsRefused(Dom0 dom0) {
    CountingGuest guest = CountingGuest.create(dom0, "pv1");
    int count = guest.count();
    String before = dom0.must(STATE);
    String digest =
        dom0.must(
                "gangway check assign --now pv1 09:00.0 --json"
                    + " | sed -n 's/.*\"digest\":\"\\([0-9a-f]*\\)\".*/\\1/p'")
            .strip();
    assertThat(digest).matches("[0-9a-f]{64}");

    HeldTool attach = HeldTool.xl(dom0, "pci-attach");
    attach.hold();
    try (Login login = dom0.login("gangway assign --now --digest " + digest + " pv1 09:00.0")) {
      attach.awaitCall(login);
      assertThat(dom0.driver(NIC)).isEqualTo("pciback");
      dom0.must("pkill -KILL -f [g]angway.cli.Main; pkill -KILL -f '[x]l pci-attach'");
      attach.release();
      login.screen();
    }
    attach.remove();
    assertThat(dom0.must("gangway recover")).contains("undone");
    assertThat(dom0.must(STATE)).isEqualTo(before);
    assertThat(dom0.driver(NIC)).isEqualTo("e1000e");

    dom0.must("gangway hide --now 09:00.0");
    Output changed = dom0.run("gangway assign --now --digest " + digest + " pv1 09:00.0");
    assertThat(changed.exit()).as(changed.err()).isEqualTo(3);
    assertThat(changed.err()).contains("blocked PLAN-CHANGED");
    assertThat(dom0.driver(NIC)).isEqualTo("pciback");
    dom0.must("gangway assign --now pv1 09:00.0");
    guest.mustPing();
    guest.mustHaveContinuedFrom(count);
  }
}
