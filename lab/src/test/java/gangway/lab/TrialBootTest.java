package gangway.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Boots that hide functions on trial, on a host with the GRUB of Debian. */
@Tag("rare")
@ExtendWith(SharedLab.class)
class TrialBootTest {
  private static final String CARD = "0000:09:00.0";
  private static final String ROOT_CONTROLLER = "0000:00:1f.2";
  private static final String NIC_OF_DOM0 = "0000:03:00.0";

  /** Prints everything that a trial changes and that survives a reboot. */
  private static final String STATE =
      """
      ls -A /boot /boot/grub
      lsinitramfs /initrd.img | grep -E 'gangway|pciback' | sort
      for file in $(find /etc/modprobe.d /etc/modules-load.d /etc/initramfs-tools /boot/grub/*.cfg -type f | sort); do
        stat -c '%n %U %G %a' $file; cat $file
      done
      grub-editenv list | grep next_entry=. || true
      find /var/lib/gangway/running /var/lib/gangway/trial.json -type f 2>/dev/null || true
      """;

  @BeforeEach
  void installGrubAndTheUnit(Dom0 dom0) {
    GrubHost.installForTrials(dom0);
  }

  @Test
  void aGoodTrialIsConfirmedAndOneThatTakesTheRootDiskComesBack(Dom0 dom0) {
    String before = dom0.must(STATE);

    dom0.must("gangway hide --boot --trial 09:00.0");
    dom0.reboot();

    assertThat(dom0.driver(CARD)).isEqualTo("pciback");
    assertThat(dom0.run("gangway doctor").out()).contains("TRIAL-OPEN", "gangway confirm");
    assertThat(dom0.run("gangway unhide --boot 09:00.0").ok()).isFalse();
    dom0.must("gangway confirm");
    assertThat(dom0.must("gangway devices")).containsPattern("09:00\\.0.*now\\+reboot");
    dom0.reboot();
    assertThat(dom0.driver(CARD)).isEqualTo("pciback");
    assertThat(dom0.must("cat /proc/cmdline")).doesNotContain("gangway.trial");
    dom0.must("gangway unhide 09:00.0");
    assertThat(dom0.must(STATE)).isEqualTo(before);

    dom0.must(
        "gangway hide --boot --trial --accept DISK-ROOT=%1$s %1$s".formatted(ROOT_CONTROLLER));
    dom0.reboot();

    assertThat(dom0.must("cat /proc/cmdline")).contains("gangway.trial=" + ROOT_CONTROLLER);
    assertThat(dom0.driver(ROOT_CONTROLLER)).isEqualTo("ahci");
    assertThat(dom0.must("dmesg"))
        .contains("gangway: no root file system: %s goes back to dom0".formatted(ROOT_CONTROLLER));
    mustHaveFailed(dom0, "the initramfs gave the functions back");
    dom0.must("gangway confirm --cancel");
    assertThat(dom0.must(STATE)).isEqualTo(before);
  }

  @Test
  void aTrialThatTakesTheOnlyNicComesBackWithoutARebootAndOneThatHangsWithTheNextBoot(
      Lab lab, Dom0 dom0) {
    dom0.must(
        "mkdir -p /etc/gangway && printf '[limits]\\ntrial-boot = 1 min\\n' >/etc/gangway/gangway.conf");
    String before = dom0.must(STATE);

    dom0.must(
        "gangway hide --boot --trial --accept NETWORK-DEFAULT-ROUTE=%1$s --accept NETWORK-SESSION=%1$s %1$s"
            .formatted(NIC_OF_DOM0));
    dom0.reboot();

    assertThat(dom0.must("cat /proc/cmdline")).contains("gangway.trial=" + NIC_OF_DOM0);
    assertThat(dom0.driver(NIC_OF_DOM0)).isEqualTo("e1000e");
    assertThat(dom0.must("systemctl is-system-running")).isEqualTo("running\n");
    mustHaveFailed(dom0, "dom0 took the functions back");
    assertThat(dom0.must("gangway history")).contains("confirm --watch");
    dom0.must("gangway confirm --cancel");
    assertThat(dom0.must(STATE)).isEqualTo(before);

    dom0.must("gangway hide --boot --trial 09:00.0");
    dom0.must("sed -i 's|panic=30|panic=30 init=/bin/cat|' /boot/grub/custom.cfg && sync");
    hang(lab);
    lab.powerCycle();

    dom0.must("systemctl is-system-running --wait >/dev/null; udevadm settle");
    assertThat(dom0.must("cat /proc/cmdline")).doesNotContain("gangway.trial");
    assertThat(dom0.driver(CARD)).isEqualTo("e1000e");
    mustHaveFailed(dom0, "the host has booted without the trial");
    dom0.must("gangway confirm --cancel");
    assertThat(dom0.must(STATE)).isEqualTo(before);
  }

  /** Reboots into a system whose first process waits for ever. */
  private static void hang(Lab lab) {
    long end = serial(lab).length();
    lab.dom0().run("systemctl reboot");
    assertThat(
            Waiting.until(
                () -> serial(lab).substring((int) end).contains("init=/bin/cat"),
                Duration.ofMinutes(2)))
        .as("the kernel has the command line of the trial")
        .isTrue();
  }

  private static String serial(Lab lab) {
    try {
      return Files.readString(lab.serialLog(), java.nio.charset.StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void mustHaveFailed(Dom0 dom0, String how) {
    assertThat(dom0.must("cat /run/motd.d/gangway")).contains(how);
    assertThat(dom0.run("gangway doctor").out()).contains("TRIAL-OPEN", how);
    assertThat(dom0.run("gangway confirm").ok()).isFalse();
  }
}
