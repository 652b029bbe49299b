package gangway.lab;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A migration is interrupted at several moments. Until the guest runs on the other host, the guest
 * continues here with its device; from then on, the migration is completed.
 */
@Tag("rare")
@ExtendWith(SharedLab.class)
class InterruptedMigrationTest {
  private OtherLab there;

  @BeforeEach
  void startDestination(Dom0 dom0) {
    there = OtherLab.joined(dom0);
    there.dom0().must("gangway hide --now 09:00.0");
  }

  @AfterEach
  void stopDestination() {
    there.close();
  }

  @Test
  void aMigrationOfARunningGuest(Lab here, Dom0 dom0) {
    Hypervisor hypervisor = Checkout.hypervisor();
    hypervisor.installIn(here);
    hypervisor.installIn(there.lab());
    there.dom0().must("gangway hide --now 09:00.0"); // the other host was rebooted
    CountingGuest guest = CountingGuest.create(dom0, "pv1").loadModule().attachNic();
    int before = guest.count();
    String migrate = "gangway migrate pv1 there";

    for (Interruption way : Interruption.values()) {
      way.undoes(migrate, dom0, HeldTool.xl(dom0, "pci-detach"));
      mustContinueHere(guest, before);
    }
    try (Login login = dom0.login(migrate)) {
      Interruption.killXl(dom0, "migrate");
      assertThat(login.screen()).contains("everything is as it was before");
    }
    Interruption.mustHaveUndone(dom0);
    mustContinueHere(guest, before);

    Interruption.CTRL_C.completes(migrate, dom0, HeldTool.xl(dom0, "migrate"));
    mustContinueThere(dom0, before);
  }

  @Test
  void aMigrationOfASuspendedGuest(Dom0 dom0) {
    CountingGuest guest = CountingGuest.create(dom0, "pv1").loadModule().attachNic();
    int before = guest.count();
    String migrate = "gangway migrate --suspended pv1 there";

    Interruption.SIGTERM.undoes(migrate, dom0, HeldTool.xl(dom0, "save"));
    mustContinueHere(guest, before);
    HeldTool copy = new HeldTool(dom0, "/usr/bin/scp", "/var/lib/gangway/moving/pv1.image");
    for (Interruption way : Interruption.values()) {
      way.undoes(migrate, dom0, copy);
      mustContinueHere(guest, before);
    }
    assertThat(there.dom0().run("ls /var/lib/gangway/moving/*").ok()).isFalse();

    Interruption.LOST_CONNECTION.completes(migrate, dom0, HeldTool.xl(there.dom0(), "restore"));
    mustContinueThere(dom0, before);
    assertThat(dom0.must("ls /var/lib/gangway/moving")).isBlank();
  }

  @Test
  void aMigrationOfAGuestThatIsShutDown(Dom0 dom0) {
    CountingGuest.create(dom0, "pv1");
    dom0.must("gangway hide --now 09:00.0 && gangway attach --now pv1 09:00.0");
    there.dom0().must("rm /etc/xen/pv1.cfg");
    String migrate = "gangway migrate --cold pv1 there";

    for (Interruption way : Interruption.values()) {
      way.undoes(migrate, dom0, HeldTool.xl(dom0, "shutdown"));
      new CountingGuest(dom0, "pv1").mustPing();
      assertThat(there.dom0().run("ls /etc/xen/pv1.cfg").ok()).isFalse();
    }

    // xl leaves a domain there that never ran
    try (Login login = dom0.login(migrate + "; echo exit code $?")) {
      Interruption.killXlCreate(there.dom0());
      assertThat(login.screen())
          .contains("everything is as it was before", "exit code 1")
          .doesNotContain("not undone");
    }
    Interruption.mustHaveUndone(dom0);
    Interruption.mustHaveNoDomain(there.dom0());
    assertThat(there.dom0().run("ls /etc/xen/pv1.cfg").ok()).isFalse();
    new CountingGuest(dom0, "pv1").mustPing();

    Interruption.CTRL_C.completes(migrate, dom0, HeldTool.xl(there.dom0(), "create"));
    new CountingGuest(there.dom0(), "pv1").mustPing();
    assertThat(dom0.must("xl list; ls /etc/xen")).doesNotContain("pv1");
  }

  private static void mustContinueHere(CountingGuest guest, int count) {
    guest.mustHaveContinuedFrom(count);
    guest.mustPing();
  }

  private void mustContinueThere(Dom0 dom0, int count) {
    assertThat(dom0.must("xl list")).doesNotContain("pv1");
    mustContinueHere(new CountingGuest(there.dom0(), "pv1"), count);
  }
}
