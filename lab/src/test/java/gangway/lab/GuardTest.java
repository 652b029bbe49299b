package gangway.lab;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What a save does to a guest that has, or had, a device: first without the guard, which shows why
 * the guard exists; then with the guard.
 */
@Tag("long")
@Order(3)
@ExtendWith(SharedLab.class)
class GuardTest {
  private static final String TOOLS = Checkout.RELEASE.xenTools();
  private static final String IMAGE = "/root/image";

  @Test
  @Tag("rare")
  void afterAnXlSaveWithADeviceTheRestoredGuestIsDead(Dom0 dom0) {
    CountingGuest guest = guestWithNic(dom0);

    dom0.must("xl save pv1 " + IMAGE);
    dom0.must("xl restore " + IMAGE);

    guest.mustBeDead();
  }

  @Test
  @Tag("rare")
  void afterAnXlSaveTheRestoredGuestIsDeadEvenIfItsDeviceWasDetachedFirst(Dom0 dom0) {
    CountingGuest guest = guestWithNic(dom0);
    dom0.must("gangway detach --now pv1 09:00.0");
    assertThat(dom0.must("in-guest pv1 'ls /sys/class/net'")).doesNotContain("eth0");

    dom0.must("xl save pv1 " + IMAGE);
    dom0.must("xl restore " + IMAGE);

    guest.mustBeDead();
  }

  @Test
  @Tag("rare")
  void afterALibvirtSaveWithADeviceTheRestoredGuestIsDead(Dom0 dom0) {
    CountingGuest guest = libvirtGuestWithNic(dom0);

    assertThat(dom0.must("virsh save lv1 " + IMAGE)).contains("saved");
    assertThat(dom0.must("virsh restore " + IMAGE)).contains("restored");

    guest.mustBeDead();
  }

  @Test
  @Tag("releases")
  void withTheGuardXlRefusesToSaveAndTheGuestContinues(Dom0 dom0) {
    CountingGuest guest = guestWithNic(dom0);
    assertThat(dom0.run("gangway guard status").out()).contains("not guarded: " + TOOLS + "/xl");
    dom0.must("gangway guard install");
    assertThat(dom0.must("gangway guard status"))
        .contains("guarded: " + TOOLS + "/xl", "guarded: " + TOOLS + "/libxl-save-helper")
        .contains("at risk: pv1");
    int before = guest.count();

    Output saved = dom0.run("xl save pv1 " + IMAGE);
    Output migrated = dom0.run("xl migrate pv1 localhost");
    Output wrapped = dom0.run("xen sav -c pv1 " + IMAGE);

    assertThat(saved.exit()).as(saved.err()).isEqualTo(3);
    assertThat(saved.err())
        .contains("guest 'pv1' must not be saved", "0000:09:00.0", "gangway save");
    assertThat(migrated.exit()).as(migrated.err()).isEqualTo(3);
    assertThat(wrapped.exit()).as(wrapped.err()).isEqualTo(3);
    assertThat(dom0.run("test -e " + IMAGE).ok()).as("nothing was written").isFalse();
    guest.mustHaveContinuedFrom(before);
    guest.mustPing();

    // the device is detached, but the guest's kernel still keeps interrupts of it
    dom0.must("gangway detach --now pv1 09:00.0");
    Output had = dom0.run("xl save pv1 " + IMAGE);
    assertThat(had.exit()).as(had.err()).isEqualTo(3);
    assertThat(had.err()).contains("had a device since its boot");
    guest.mustHaveContinuedFrom(before);
  }

  @Test
  @Tag("rare")
  @Tag("releases")
  void withTheGuardLibvirtRefusesToSaveAndTheGuestContinues(Dom0 dom0) {
    CountingGuest guest = libvirtGuestWithNic(dom0);
    dom0.must("gangway guard install");
    int before = guest.count();

    for (String save : new String[] {"save lv1 " + IMAGE, "managedsave lv1"}) {
      Output saved = dom0.run("virsh " + save);

      assertThat(saved.ok()).as(saved.out()).isFalse();
      guest.mustHaveContinuedFrom(before);
    }
    assertThat(dom0.must("journalctl -u libvirtd")).contains("guest '", "must not be saved");
    guest.mustPing();
    assertThat(dom0.must("gangway devices")).contains("guest lv1 at");
  }

  @Test
  @Tag("rare")
  void libvirtsHookReportsWhyAGuestIsNotRestoredOrStarted(Dom0 dom0) {
    libvirtGuestWithNic(dom0);
    dom0.must("virsh save lv1 " + IMAGE);
    dom0.must("gangway guard install && systemctl restart libvirtd");
    assertThat(dom0.run("gangway guard status").out())
        .contains("\neffective: /etc/libvirt/hooks/libxl.d/gangway");

    Output restored = dom0.run("virsh restore " + IMAGE);
    assertThat(restored.ok()).isFalse();
    assertThat(restored.err()).contains("may crash when it is restored", "saved by libvirt");

    // xl attaches the function to another guest, which libvirt does not know
    CountingGuest.create(dom0, "pv1");
    dom0.must("xl pci-attach pv1 09:00.0");
    Output started = dom0.run("virsh start lv1");
    assertThat(started.ok()).isFalse();
    assertThat(started.err()).contains("defined to have 0000:09:00.0, which pv1");
    dom0.must("gangway detach --now pv1 09:00.0 && virsh start lv1 && in-guest lv1 true");
  }

  @Test
  @Tag("rare")
  void xendomainsShutsDownGuestsAtRiskAndSavesTheOthers(Dom0 dom0) {
    guestWithNic(dom0);
    dom0.must("xl create -q /etc/xen/pv2.cfg && in-guest pv2 true");
    dom0.must("gangway guard install");

    String told = dom0.must("SYSTEMCTL_SKIP_REDIRECT=yes /etc/init.d/xendomains stop 2>&1");

    assertThat(dom0.must("xl list")).doesNotContain("pv1", "pv2");
    assertThat(dom0.must("ls /var/lib/xen/save").strip()).as(told).isEqualTo("pv2");
    dom0.must("SYSTEMCTL_SKIP_REDIRECT=yes /etc/init.d/xendomains start");
    dom0.must("in-guest pv2 true");
  }

  @Test
  @Tag("rare")
  void theShutdownUnitShutsDownGuestsAtRiskAndLeavesTheOthers(Dom0 dom0) {
    libvirtGuestWithNic(dom0);
    dom0.must("xl create -q /etc/xen/pv2.cfg && in-guest pv2 true");
    dom0.must(
        "cp /opt/gangway/systemd/gangway-shutdown.service /etc/systemd/system"
            + " && systemctl -q enable --now gangway-shutdown");

    dom0.must("systemctl stop gangway-shutdown");

    assertThat(dom0.must("xl list")).contains("pv2").doesNotContain("lv1");
    assertThat(dom0.must("journalctl -u gangway-shutdown"))
        .containsPattern("shut down lv1 .domain [0-9]+., which has 0000:09:00.0")
        .containsPattern("done: lv1 .* is shut down");
  }

  @Test
  @Tag("rare")
  void theWatchRecordsGuestsThatHadADeviceAndReportsTheirSave(Dom0 dom0) {
    WatchService watch = WatchService.start(dom0);
    CountingGuest.create(dom0, "pv1");
    assertThat(dom0.run("gangway guard status").out()).contains("safe: pv1");

    // attach with xl, not with Gangway
    dom0.must("gangway hide --now 09:00.0 && xl pci-attach pv1 09:00.0");
    watch.mustReport("pv1 .* has a device");
    dom0.must("in-guest pv1 'until test -d /sys/class/net/eth0; do sleep 1; done'");
    dom0.must("xl pci-detach pv1 09:00.0");
    assertThat(dom0.run("gangway guard status").out())
        .contains("at risk: pv1", "'gangway watch' saw it");

    dom0.must("xl save pv1 " + IMAGE);
    watch.mustReport("pv1 .* is being saved or migrated");
  }

  @Test
  @Tag("rare")
  void anImageOfAGuestWithADeviceIsRecognizedAndNotRestored(Dom0 dom0) {
    guestWithNic(dom0);
    dom0.must("xl save pv1 " + IMAGE);
    dom0.must("xl create -q /etc/xen/pv2.cfg && in-guest pv2 true && xl save pv2 /root/harmless");

    assertThat(dom0.must("gangway guard scan /root"))
        .contains(IMAGE + ": saved by xl; the guest had devices when it was saved: 1")
        .contains("/root/harmless: saved by xl; the guest had no device");
    dom0.must("gangway guard install");
    Output restored = dom0.run("xl restore " + IMAGE);
    assertThat(restored.exit()).as(restored.err()).isEqualTo(3);
    assertThat(restored.err()).contains("the guest in " + IMAGE + " may crash");
    Output past = dom0.run(TOOLS + "/xl.distrib restore " + IMAGE);
    assertThat(past.ok()).as("libxl-save-helper is guarded, too").isFalse();
    assertThat(dom0.must("xl list")).doesNotContain("pv1");
    dom0.must("xl restore /root/harmless && in-guest pv2 true");
  }

  @Test
  @Tag("releases")
  void theGuardSurvivesAPackageUpgradeAndItsRemovalLeavesNoTrace(Dom0 dom0) {
    String trace =
        "find /etc/libvirt/hooks /etc/polkit-1 2>/dev/null; cd "
            + TOOLS
            + " && stat -c '%n %F %U %G %a %s %Y' * && sha256sum *; dpkg-divert --list";
    String before = dom0.must(trace);

    dom0.must("gangway guard install");
    assertThat(dom0.must("gangway guard install")).startsWith("already so");
    assertThat(dom0.must("cat %1$s/xl; %1$s/xl info xen_version".formatted(TOOLS)))
        .contains("Gangway's guard", Checkout.RELEASE.xen());
    // install a new version of the package
    dom0.must(
        """
        mkdir -p /root/new/DEBIAN /root/new%1$s && cp %1$s/xl.distrib /root/new%1$s/xl
        printf 'Package: xen-new\\nVersion: 1\\nArchitecture: amd64\\nMaintainer: x <x@x>\\nDescription: x\\nReplaces: xen-utils-%2$s\\n' \
          > /root/new/DEBIAN/control
        touch -d 2001-01-01 /root/new%1$s/xl
        dpkg-deb -b /root/new /root/new.deb && dpkg -i /root/new.deb
        """
            .formatted(TOOLS, Checkout.RELEASE.xen()));
    assertThat(dom0.must("gangway guard status")).contains("guarded: " + TOOLS + "/xl");
    assertThat(dom0.must("stat -c %y " + TOOLS + "/xl.distrib")).startsWith("2001-01-01");
    dom0.must("touch -d @$(stat -c %%Y %1$s/xenctx) %1$s/xl.distrib".formatted(TOOLS));

    dom0.must("gangway guard remove");
    assertThat(dom0.must(trace)).isEqualTo(before);
    assertThat(dom0.must("gangway guard remove")).startsWith("already so");
  }

  private static CountingGuest guestWithNic(Dom0 dom0) {
    dom0.must("gangway hide --now 09:00.0");
    CountingGuest guest = CountingGuest.create(dom0, "pv1");
    dom0.must("gangway attach --now pv1 09:00.0");
    dom0.must("in-guest pv1 'until test -d /sys/class/net/eth0; do sleep 1; done'");
    return guest;
  }

  private static CountingGuest libvirtGuestWithNic(Dom0 dom0) {
    LibvirtGuestTest.define(dom0);
    dom0.must("gangway hide --now 09:00.0 && gangway attach lv1 09:00.0");
    dom0.must("virsh start lv1");
    CountingGuest guest = CountingGuest.counting(dom0, "lv1");
    dom0.must("in-guest lv1 'until test -d /sys/class/net/eth0; do sleep 1; done'");
    return guest;
  }
}
