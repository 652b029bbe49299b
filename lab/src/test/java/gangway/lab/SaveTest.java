package gangway.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Saves a guest with devices and restores it with them, which the guide calls impossible. */
@Tag("long")
@Order(3)
@ExtendWith(SharedLab.class)
class SaveTest {
  /** Number of saves in sequence; {@code -Dlab.save.times=5} takes some minutes more. */
  private static final int TIMES = Integer.getInteger("lab.save.times", 1);

  /** The kernel of the second guest of the lab (lab/image/releases/bookworm). */
  private static final String LATER_KERNEL = "6.12.";

  private static final String IMAGE = "/srv/pv1.image";
  private static final String READ =
      "dd if=/dev/nvme0n1 of=/read bs=4k count=4 && cmp /read /written";

  @Test
  @Tag("releases")
  void aGuestWithANicAndADiskContinuesAfterASaveAndRestore(Dom0 dom0) {
    RealHost host = new RealHost(dom0, "save", List.of("0000:09:00.0", "0000:01:00.0"));
    saveAndRestore(dom0, "", host::mustLook);

    // the entry of the second function moves to the place of the first
    dom0.must("gangway detach --now pv1 01:00.0");
    host.mustLook("first-detached");
    dom0.must("gangway detach --now pv1 09:00.0");
    host.mustLook("both-detached");
    dom0.must("gangway attach --now pv1 09:00.0 && xl destroy pv1");
    host.mustLook("destroyed");
  }

  @Test
  @Tag("rare")
  void aGuestWithTheKernelOfDebianBackportsContinuesToo(Dom0 dom0) {
    saveAndRestore(dom0, "-later", _ -> {});
  }

  /**
   * @param after gets the name of each stage that is compared with the fake host
   */
  private static void saveAndRestore(Dom0 dom0, String kernel, Consumer<String> after) {
    dom0.must("gangway guard install");
    CountingGuest guest = guestWithModule(dom0, kernel);
    dom0.must("gangway hide --now 09:00.0 01:00.0");
    after.accept("hidden");
    dom0.must("gangway attach --now pv1 01:00.0 09:00.0");
    dom0.must(
        "in-guest pv1 'until test -d /sys/class/net/eth0 -a -b /dev/nvme0n1; do sleep 1; done'");
    after.accept("attached");
    dom0.must("in-guest pv1 'dd if=/dev/urandom of=/written bs=4k count=4'");
    dom0.must("in-guest pv1 'dd if=/written of=/dev/nvme0n1 bs=4k && sync'");
    guest.mustPing();
    assertInterrupts(dom0);

    for (int time = 0; time < TIMES; time++) {
      int before = guest.count();
      assertThat(dom0.must("gangway save pv1 " + IMAGE))
          .contains("done: guest pv1 is saved in " + IMAGE, "0000:09:00.0", "0000:01:00.0");
      assertThat(dom0.must("xl list")).doesNotContain("pv1");
      after.accept("saved");
      assertThat(dom0.must("stat -c %a " + IMAGE).strip()).isEqualTo("600");

      dom0.must("gangway restore " + IMAGE);

      guest.mustHaveContinuedFrom(before);
      dom0.must(
          "in-guest pv1 'until test -d /sys/class/net/eth0 -a -b /dev/nvme0n1; do sleep 1; done'");
      guest.mustPing();
      after.accept("restored");
      dom0.must("in-guest pv1 '" + READ + "'");
      Output again = dom0.run("gangway restore " + IMAGE);
      assertThat(again.exit()).as(again.err()).isEqualTo(3);
      assertThat(again.err()).contains("was already restored from");
      dom0.must("rm %1$s %1$s.gangway".formatted(IMAGE));
    }
    assertThat(dom0.must("in-guest pv1 'dmesg'"))
        .doesNotContain("general protection fault", "map irq failed");
  }

  /** The NIC uses MSI-X; for the disk, Linux 6.1 in a PV guest uses an interrupt line. */
  private static void assertInterrupts(Dom0 dom0) {
    assertThat(dom0.must("in-guest pv1 'cat /proc/interrupts'"))
        .containsPattern("xen-pirq +-pcifront-msi-x +eth0-rx-0")
        .containsPattern("xen-pirq +-pcifront[a-z-]* +nvme0q0");
  }

  @Test
  @Tag("rare")
  void aGuestThatWouldCrashIsNotSavedAndKeepsItsDevice(Dom0 dom0) {
    CountingGuest guest = CountingGuest.create(dom0, "pv1");
    dom0.must("gangway hide --now 09:00.0 && gangway attach --now pv1 09:00.0");

    Output saved = dom0.run("gangway save pv1 " + IMAGE);

    assertThat(saved.exit()).as(saved.err()).isEqualTo(3);
    assertThat(saved.err())
        .contains("would crash on resume", "gangway_pirq", "gangway save --cold pv1 FILE");
    assertThat(dom0.run("test -e " + IMAGE).ok()).isFalse();
    guest.mustPing();

    // with --cold, the guest is shut down and started with the same device
    assertThat(dom0.must("gangway save --cold pv1 " + IMAGE))
        .contains("done: guest pv1 is shut down, which had 0000:09:00.0");
    assertThat(dom0.must("xl list")).doesNotContain("pv1");
    assertThat(dom0.must("gangway restore " + IMAGE))
        .contains("done: guest pv1 is restored, with 0000:09:00.0");
    guest.mustPing();
  }

  @Test
  @Tag("rare")
  void aGuestIsNotRestoredUntilItsDeviceIsHiddenAgain(Dom0 dom0) {
    CountingGuest guest = guestWithNic(dom0);
    int before = guest.count();
    dom0.must("gangway save pv1 " + IMAGE);
    dom0.must("gangway unhide --now 09:00.0");

    Output restored = dom0.run("gangway restore " + IMAGE);

    assertThat(restored.exit()).as(restored.err()).isEqualTo(3);
    assertThat(restored.err()).contains("its owner: e1000e", "gangway hide 0000:09:00.0");
    assertThat(dom0.must("xl list")).doesNotContain("pv1");

    dom0.must("gangway hide --now 09:00.0 && gangway restore " + IMAGE);
    guest.mustHaveContinuedFrom(before);
    guest.mustPing();
  }

  @Test
  @Tag("rare")
  @Tag("releases")
  void aLibvirtGuestIsSavedAndRestored(Dom0 dom0) {
    LibvirtGuestTest.define(dom0);
    dom0.must("virsh start lv1");
    CountingGuest guest = CountingGuest.counting(dom0, "lv1");
    dom0.must("in-guest lv1 'modprobe gangway_pirq'");
    dom0.must("gangway hide --now 09:00.0 && gangway attach --now lv1 09:00.0");
    guest.mustPing();
    int before = guest.count();

    dom0.must("gangway save lv1 " + IMAGE);
    assertThat(dom0.must("virsh list --all")).containsPattern("lv1 +shut off");
    dom0.must("gangway restore " + IMAGE);

    assertThat(dom0.must("gangway guests")).containsPattern("lv1 .* libvirt .* running");
    guest.mustHaveContinuedFrom(before);
    guest.mustPing();
  }

  @Test
  @Tag("rare")
  @Tag("releases")
  void withPolicySaveAGuestIsSavedAtShutdownAndRestoredAtBoot(Dom0 dom0) {
    CountingGuest guest = guestWithNic(dom0);
    int before = guest.count();
    dom0.must("gangway shutdown-policy pv1 save");
    dom0.must(
        "cp /opt/gangway/systemd/gangway-shutdown.service /etc/systemd/system"
            + " && systemctl -q enable --now gangway-shutdown");

    dom0.must("systemctl stop gangway-shutdown");
    assertThat(dom0.must("xl list")).doesNotContain("pv1");
    assertThat(dom0.must("stat -c %a /var/lib/gangway/saved").strip()).isEqualTo("700");
    dom0.must("systemctl start gangway-shutdown");

    guest.mustHaveContinuedFrom(before);
    guest.mustPing();
    assertThat(dom0.must("ls /var/lib/gangway/saved")).isBlank();
  }

  @Test
  @Tag("rare")
  void afterAKillDuringTheSaveRecoveryReturnsTheDeviceToTheRunningGuest(Dom0 dom0) {
    CountingGuest guest = guestWithNic(dom0);
    int before = guest.count();

    stopDuringSave(dom0);
    dom0.must("kill -9 $(cat /root/pid)");
    assertThat(dom0.must("gangway recover")).contains("undone: ");

    assertThat(dom0.run("ls " + IMAGE + "*").ok()).isFalse();
    guest.mustHaveContinuedFrom(before);
    guest.mustPing();
    // nothing remains that prevents another save
    dom0.must("gangway save pv1 %1$s && gangway restore %1$s".formatted(IMAGE));
    guest.mustHaveContinuedFrom(before);
  }

  @Test
  @Tag("rare")
  void afterAPowerCutDuringTheSaveNoIncompleteImageIsLeft(Lab lab, Dom0 dom0) {
    guestWithNic(dom0);
    stopDuringSave(dom0);
    lab.powerCycle();
    dom0.must("systemctl is-system-running --wait >/dev/null; udevadm settle");

    assertThat(dom0.must("gangway recover")).contains("undone: ");

    assertThat(dom0.run("ls " + IMAGE + "*").ok()).isFalse();
    assertThat(dom0.driver("0000:09:00.0")).isEqualTo("e1000e");
  }

  @Test
  @Tag("rare")
  void afterAPowerCutTheGuestIsRestoredFromACompleteImage(Lab lab, Dom0 dom0) {
    CountingGuest guest = guestWithNic(dom0);
    int before = guest.count();
    // this xl does not destroy the guest, but waits until the power cut
    dom0.must(
        """
        mkdir /root/real && ln -s "$(readlink -f /usr/sbin/xl)" /root/real/xl
        mv /usr/sbin/xl /root/xl
        printf '#!/bin/sh\n[ "$1" = destroy ] || exec /root/real/xl "$@"\ntouch /run/ending; exec sleep infinity\n' > /usr/sbin/xl
        chmod 755 /usr/sbin/xl && sync
        setsid gangway save pv1 %s >/root/out 2>&1 &
        until test -e /run/ending; do test -e /proc/$! || { cat /root/out; exit 1; }; done
        """
            .formatted(IMAGE));
    lab.powerCycle();
    dom0.must("systemctl is-system-running --wait >/dev/null; udevadm settle");
    dom0.must("mv /root/xl /usr/sbin/xl");

    dom0.must("gangway recover");

    dom0.must("gangway hide --now 09:00.0 && gangway restore " + IMAGE);
    guest.mustHaveContinuedFrom(before);
    guest.mustPing();
  }

  /** Starts a save of the guest, and stops the process while it writes the guest's memory. */
  private static void stopDuringSave(Dom0 dom0) {
    dom0.must(
        """
        setsid gangway save pv1 %s >/root/out 2>&1 &
        echo $! >/root/pid
        until pgrep -x libxl-save-help >/dev/null; do
          test -e /proc/$! || { cat /root/out; exit 1; }
        done
        kill -STOP $!
        """
            .formatted(IMAGE));
  }

  private static CountingGuest guestWithNic(Dom0 dom0) {
    return guestWithModule(dom0, "").attachNic();
  }

  private static CountingGuest guestWithModule(Dom0 dom0, String kernel) {
    dom0.must(
        "sed -i 's#/srv/vmlinux#&%1$s#; s#/srv/guest#&%1$s#' /etc/xen/pv1.cfg".formatted(kernel));
    CountingGuest guest = CountingGuest.create(dom0, "pv1");
    assertThat(dom0.must("in-guest pv1 'uname -r'"))
        .startsWith(kernel.isEmpty() ? Checkout.RELEASE.linux() : LATER_KERNEL);
    return guest.loadModule();
  }
}
