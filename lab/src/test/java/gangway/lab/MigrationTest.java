package gangway.lab;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Migrates a guest with a NIC from one lab to another, where it gets another NIC. */
@Tag("rare")
@ExtendWith(SharedLab.class)
class MigrationTest {
  private OtherLab there;

  @BeforeEach
  void startDestination(Dom0 dom0) {
    there = OtherLab.joined(dom0);
  }

  @AfterEach
  void stopDestination() {
    there.close();
  }

  @Test
  void aRunningGuestIsMigrated(Lab here, Dom0 dom0) {
    Hypervisor hypervisor = Checkout.hypervisor();
    hypervisor.installIn(here);
    hypervisor.installIn(there.lab());
    CountingGuest guest = guestWithModuleAndNic(dom0);
    there.dom0().must("gangway guard install && gangway hide --now 09:00.0");
    int before = guest.count();

    assertThat(dom0.must("gangway migrate pv1 there"))
        .contains("done: guest pv1 is on there, with 0000:09:00.0");

    mustHaveArrived(dom0, before);
    assertThat(dom0.must("gangway history")).contains("migrate pv1 there");
  }

  /** Debian's Xen is built without shadow page tables, so it cannot migrate a running PV guest. */
  @Test
  void ifXenCannotMigrateARunningGuestTheGuestIsMigratedSuspended(Dom0 dom0) {
    CountingGuest guest = guestWithModuleAndNic(dom0);
    int before = guest.count();

    Output live = dom0.run("gangway migrate pv1 there");
    assertThat(live.exit()).as(live.err()).isEqualTo(3);
    assertThat(live.err())
        .contains("does not list shadow in virt_caps", "migrate --suspended pv1 there");
    Output early = dom0.run("gangway migrate --suspended pv1 there");
    assertThat(early.exit()).as(early.err()).isEqualTo(3);
    assertThat(early.err()).contains("0000:09:00.0 on there", "its owner: dom0");
    guest.mustPing();

    there.dom0().must("gangway guard install && gangway hide --now 09:00.0");
    assertThat(dom0.must("gangway migrate --suspended --dry-run pv1 there"))
        .contains("copy /var/lib/gangway/moving/pv1.image to there", "restore guest pv1 on there");
    dom0.must("gangway migrate --suspended pv1 there");

    mustHaveArrived(dom0, before);
    assertThat(dom0.must("ls /var/lib/gangway/moving")).isBlank();
    assertThat(there.dom0().must("ls /var/lib/gangway/moving")).isBlank();
    assertThat(dom0.must("gangway history")).contains("migrate --suspended pv1 there");
  }

  @Test
  void aGuestWithoutTheModuleIsShutDownHereAndStartedThere(Dom0 dom0) {
    CountingGuest.create(dom0, "pv1");
    dom0.must("gangway hide --now 09:00.0 && gangway attach --now pv1 09:00.0");
    there.dom0().must("gangway hide --now 09:00.0");

    Output live = dom0.run("gangway migrate pv1 there");
    assertThat(live.exit()).as(live.err()).isEqualTo(3);
    assertThat(live.err()).contains("gangway migrate --cold pv1 HOST");
    Output different = dom0.run("gangway migrate --cold pv1 there");
    assertThat(different.exit()).as(different.err()).isEqualTo(3);
    assertThat(different.err()).contains("a different /etc/xen/pv1.cfg exists on there");
    dom0.must("in-guest pv1 true");

    there.dom0().must("rm /etc/xen/pv1.cfg");
    dom0.must("mkdir -p /etc/xen/auto && ln -s ../pv1.cfg /etc/xen/auto/pv1.cfg");
    assertThat(dom0.must("gangway migrate --cold pv1 there"))
        .contains("done: guest pv1 is on there, with 0000:09:00.0");

    assertThat(dom0.must("xl list; ls /etc/xen /etc/xen/moved"))
        .containsPattern("moved:\\s+pv1.cfg")
        .containsOnlyOnce("pv1");
    new CountingGuest(there.dom0(), "pv1").mustPing();
    assertThat(there.dom0().must("gangway devices")).contains("guest pv1 at");
    assertThat(there.dom0().must("readlink -e /etc/xen/auto/pv1.cfg"))
        .isEqualToIgnoringNewLines("/etc/xen/pv1.cfg");
    assertThat(dom0.run("test -L /etc/xen/auto/pv1.cfg").ok()).isFalse();
  }

  private static CountingGuest guestWithModuleAndNic(Dom0 dom0) {
    CountingGuest guest = CountingGuest.create(dom0, "pv1");
    dom0.must("in-guest pv1 'modprobe gangway_pirq' && gangway guard install");
    dom0.must("gangway hide --now 09:00.0 && gangway attach --now pv1 09:00.0");
    guest.mustPing();
    return guest;
  }

  /** The guest runs on the other host, has continued its count, and uses the NIC of that host. */
  private void mustHaveArrived(Dom0 dom0, int count) {
    assertThat(dom0.must("xl list")).doesNotContain("pv1");
    CountingGuest arrived = new CountingGuest(there.dom0(), "pv1");
    arrived.mustHaveContinuedFrom(count);
    arrived.mustPing();
    assertThat(there.dom0().must("gangway devices")).contains("guest pv1 at");
  }
}
