package gangway.lab;

import static org.assertj.core.api.Assertions.assertThat;

import gangway.Resource;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A host whose initramfs dracut builds, in place of initramfs-tools. */
@Tag("rare")
@ExtendWith(SharedLab.class)
class DracutTest {
  private static final String CARD = "0000:09:00.0";

  /** Prints all files that an operation changes, and which of them the image contains. */
  private static final String STATE =
      """
      ls -A /boot
      for file in $(find /etc/modprobe.d /etc/modules-load.d /etc/dracut.conf.d -type f | sort); do
        stat -c '%n %U %G %a' $file; cat $file
      done
      lsinitrd /initrd.img | grep -E 'pciback|modprobe.d/gangway|force_drivers' || true
      find /var/lib/gangway/running /var/lib/gangway/original -type f 2>/dev/null || true
      """;

  @BeforeEach
  void dracutBuildsTheInitramfs(Dom0 dom0) {
    dom0.must(Resource.text(DracutTest.class, "install-dracut"));
  }

  @Test
  void theGuidesProcedureWorksAndUnhideRestoresEveryFile(Dom0 dom0) {
    String before = dom0.must(STATE);

    dom0.must("gangway hide --boot " + CARD);

    assertThat(dom0.must("lsinitrd -f etc/modprobe.d/gangway.conf /initrd.img"))
        .isEqualTo(dom0.must("cat /etc/modprobe.d/gangway.conf"))
        .contains("hide=(0000:09:00.0)");
    dom0.reboot();
    assertThat(dom0.driver(CARD)).isEqualTo("pciback");
    String log = dom0.must("dmesg | grep -E 'seizing device|PRO/1000 Network Driver'");
    assertThat(log.indexOf("seizing"))
        .as("pciback takes the card before its driver is loaded: " + log)
        .isBetween(0, log.indexOf("Network Driver"));
    assertThat(dom0.must("gangway devices")).containsPattern("09:00\\.0.*now\\+reboot");

    dom0.must("gangway attach --config pv1 " + CARD);
    dom0.must("xl create -q /etc/xen/pv1.cfg");
    assertThat(dom0.await("in-guest pv1 'test -d /sys/class/net/eth0'", Duration.ofSeconds(30)))
        .as("the guest has the card")
        .isTrue();
    dom0.must("xl destroy pv1");
    dom0.must("gangway detach --config pv1 " + CARD);

    dom0.must("gangway unhide --boot " + CARD);

    assertThat(dom0.must(STATE)).isEqualTo(before);
    dom0.reboot();
    assertThat(dom0.driver(CARD)).isEqualTo("e1000e");
  }

  @Test
  void afterAPowerCutAtAnyStepTheHostBootsAndRecoverRestoresEveryFile(Lab lab, Dom0 dom0) {
    PowerCut cut = new PowerCut(lab);
    String before = dom0.must(STATE);

    cut.during("hide --boot " + CARD, "test -e /etc/dracut.conf.d/90-gangway.conf");
    assertThat(dom0.driver(CARD)).as("the old image has booted").isEqualTo("e1000e");
    cut.mustBeUndone(STATE, before);

    cut.during("hide --boot " + CARD, "ls /boot/gangway-new-* || pgrep -x cpio");
    assertThat(dom0.driver(CARD)).as("the old image has booted").isEqualTo("e1000e");
    cut.mustBeUndone(STATE, before);

    // the new image is in its place, but the operation did not report that
    cut.during(
        "hide --boot " + CARD,
        "ls /boot/gangway-new-*",
        "test -z \"$(ls /boot/gangway-new-* 2>/dev/null)\"");
    assertThat(dom0.driver(CARD)).as("the new image has booted").isEqualTo("pciback");
    cut.mustBeUndone(STATE, before);
    assertThat(dom0.driver(CARD)).isEqualTo("e1000e");
  }
}
