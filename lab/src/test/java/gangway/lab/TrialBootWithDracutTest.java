package gangway.lab;

import static org.assertj.core.api.Assertions.assertThat;

import gangway.Resource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A boot that takes the controller of the root disk from dom0 on trial, with an initramfs of
 * dracut.
 */
@Tag("rare")
@ExtendWith(SharedLab.class)
class TrialBootWithDracutTest {
  private static final String CARD = "0000:09:00.0";
  private static final String ROOT_CONTROLLER = "0000:00:1f.2";

  /** Prints all files that a trial changes, and which of them the image contains. */
  private static final String STATE =
      """
      ls -A /boot /boot/grub
      for file in $(find /etc/modprobe.d /etc/modules-load.d /etc/dracut.conf.d /usr/lib/dracut/modules.d/90gangway /boot/grub/*.cfg -type f 2>/dev/null | sort); do
        stat -c '%n %U %G %a' $file; cat $file
      done
      lsinitrd /initrd.img | grep -E 'pciback|gangway|force_drivers' || true
      grub-editenv list | grep next_entry=. || true
      find /var/lib/gangway/running /var/lib/gangway/trial.json -type f 2>/dev/null || true
      """;

  @BeforeEach
  void install(Dom0 dom0) {
    dom0.must(Resource.text(DracutTest.class, "install-dracut"));
    GrubHost.installForTrials(dom0);
  }

  @Test
  void theInitramfsGivesTheControllerBackAndTheBootGoesOn(Dom0 dom0) {
    String before = dom0.must(STATE);

    dom0.must(
        "gangway hide --boot --trial --accept DISK-ROOT=%1$s %1$s %2$s"
            .formatted(ROOT_CONTROLLER, CARD));
    dom0.reboot();

    assertThat(dom0.must("cat /proc/cmdline")).contains("gangway.trial=" + ROOT_CONTROLLER);
    assertThat(dom0.must("dmesg"))
        .contains(
            "pciback %s: xen_pciback: seizing device".formatted(CARD),
            "gangway: no root file system: %s goes back to dom0".formatted(ROOT_CONTROLLER));
    assertThat(dom0.driver(ROOT_CONTROLLER)).isEqualTo("ahci");
    assertThat(dom0.must("cat /run/motd.d/gangway")).contains("the initramfs gave");
    dom0.must("gangway confirm --cancel");
    assertThat(dom0.must(STATE)).isEqualTo(before);
  }
}
