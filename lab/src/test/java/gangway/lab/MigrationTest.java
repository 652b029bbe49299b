package gangway.lab;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A guest with a NIC goes from one lab to another as it runs, and has another NIC there. */
@Tag("rare")
@ExtendWith(SharedLab.class)
class MigrationTest {
  /** All labs are behind a router of their own, which leads to the loopback of this machine. */
  private static final String ROUTER = "10.0.2.2";

  /** Debian's Xen is built without shadow page tables: no PV guest moves while it runs. */
  @Test
  void itArrivesWithItsCounterAndPingsThroughTheNicThatIsThere(Lab here, Dom0 dom0) {
    Lab there = Checkout.start("m", Hardware.USUAL);
    try {
      there.install(Checkout.DISTRIBUTION);
      join(dom0, there);
      CountingGuest guest = CountingGuest.create(dom0, "pv1");
      dom0.must("in-guest pv1 'modprobe gangway_pirq'");
      dom0.must("gangway guard install");
      dom0.must("gangway hide --now 09:00.0 && gangway attach --now pv1 09:00.0");
      guest.mustPing();
      int before = guest.count();

      Output live = dom0.run("gangway migrate pv1 there");
      assertThat(live.exit()).as(live.err()).isEqualTo(3);
      assertThat(live.err()).contains("no shadow among virt_caps", "migrate --stopped pv1 there");
      Output early = dom0.run("gangway migrate --stopped pv1 there");
      assertThat(early.exit()).as(early.err()).isEqualTo(3);
      assertThat(early.err()).contains("0000:09:00.0 on there", "it is with dom0");
      guest.mustPing();

      there.dom0().must("gangway guard install && gangway hide --now 09:00.0");
      assertThat(dom0.must("gangway migrate --stopped --dry-run pv1 there"))
          .contains("bring /var/lib/gangway/moving/pv1.image to there", "then: ssh");
      dom0.must("gangway migrate --stopped pv1 there");

      assertThat(dom0.must("xl list; ls /var/lib/gangway/moving")).doesNotContain("pv1");
      assertThat(there.dom0().must("ls /var/lib/gangway/moving")).isBlank();
      CountingGuest arrived = new CountingGuest(there.dom0(), "pv1");
      arrived.mustHaveGoneOnFrom(before);
      arrived.mustPing();
      assertThat(there.dom0().must("gangway devices")).contains("guest pv1 at");
      assertThat(dom0.must("gangway history")).contains("migrate --stopped pv1 there");
    } finally {
      there.stop();
    }
  }

  @Test
  void withoutTheModuleItIsShutDownHereAndStartedThere(Lab here, Dom0 dom0) {
    Lab there = Checkout.start("m", Hardware.USUAL);
    try {
      there.install(Checkout.DISTRIBUTION);
      join(dom0, there);
      CountingGuest.create(dom0, "pv1");
      dom0.must("gangway hide --now 09:00.0 && gangway attach --now pv1 09:00.0");
      there.dom0().must("gangway hide --now 09:00.0");

      Output live = dom0.run("gangway migrate pv1 there");
      assertThat(live.exit()).as(live.err()).isEqualTo(3);
      assertThat(live.err()).contains("gangway migrate --cold pv1 HOST");
      Output another = dom0.run("gangway migrate --cold pv1 there");
      assertThat(another.exit()).as(another.err()).isEqualTo(3);
      assertThat(another.err()).contains("there is another /etc/xen/pv1.cfg on there");
      dom0.must("in-guest pv1 true");

      there.dom0().must("rm /etc/xen/pv1.cfg");
      assertThat(dom0.must("gangway migrate --cold pv1 there"))
          .contains("done: guest pv1 is on there, with 0000:09:00.0");

      assertThat(dom0.must("xl list; ls /etc/xen /etc/xen/moved"))
          .containsPattern("moved:\\s+pv1.cfg")
          .containsOnlyOnce("pv1");
      new CountingGuest(there.dom0(), "pv1").mustPing();
      assertThat(there.dom0().must("gangway devices")).contains("guest pv1 at");
    } finally {
      there.stop();
    }
  }

  /** Root here can log in there, which is called "there". */
  private static void join(Dom0 dom0, Lab there) {
    dom0.must("test -e /root/.ssh/id || ssh-keygen -q -t ed25519 -N '' -f /root/.ssh/id");
    String key = dom0.must("cat /root/.ssh/id.pub").strip();
    there.dom0().must("echo '%s' >> /root/.ssh/authorized_keys".formatted(key));
    dom0.must(
        """
        cat > /root/.ssh/config <<'END'
        Host there
          HostName %s
          Port %d
          IdentityFile /root/.ssh/id
          StrictHostKeyChecking accept-new
        END
        ssh -o BatchMode=yes there true
        """
            .formatted(ROUTER, there.sshPort()));
  }
}
