package gangway.lab;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A power cut while the boot settings change: the host boots with the settings that are on the
 * disk.
 */
@Tag("rare")
@ExtendWith(SharedLab.class)
class PowerCutTest {
  /** The patterns have brackets, so that they do not match themselves. */
  private static final String CREATION_OF_THE_INITRAMFS = "pgrep -f -- \"[u]pdate-initramfs -u\"";

  private static final String CHECK_OF_THE_INITRAMFS = "pgrep -f -- \"[c]pio -i -d -u\"";

  /** Prints everything that an operation changes and that survives a reboot. */
  private static final String PERSISTENT_STATE =
      """
      basename $(readlink /sys/bus/pci/devices/0000:09:00.0/driver)
      cat /sys/bus/pci/drivers/pciback/slots 2>/dev/null
      ls -A /boot
      lsinitramfs -l /initrd.img | grep '^-.*\\(modprobe.d\\|init-top\\)/' | awk '{ print $5, $NF }' | sort
      for file in $(find /etc/modprobe.d /etc/modules-load.d /etc/initramfs-tools -type f | sort); do
        stat -c '%n %U %G %a' $file; cat $file
      done
      find /var/lib/gangway/running /var/lib/gangway/original -type f 2>/dev/null || true
      """;

  @Test
  void afterAPowerCutRecoveryUndoesAHideOrAnUnhide(Lab lab, Dom0 dom0) {
    PowerCut cut = new PowerCut(lab);
    String before = dom0.must(PERSISTENT_STATE);

    cut.during("hide 09:00.0", CREATION_OF_THE_INITRAMFS);
    cut.mustBeUndone(PERSISTENT_STATE, before);

    // all settings are written and take effect, but the operation did not report that
    cut.during("hide 09:00.0", CREATION_OF_THE_INITRAMFS, CHECK_OF_THE_INITRAMFS);
    assertThat(dom0.driver("0000:09:00.0")).isEqualTo("pciback");
    cut.mustBeUndone(PERSISTENT_STATE, before);

    dom0.must("gangway hide 09:00.0");
    String hidden = dom0.must(PERSISTENT_STATE);
    // now the service recovers at boot
    dom0.must(
        "cp /opt/gangway/systemd/gangway-recover.service /etc/systemd/system"
            + " && systemctl -q enable gangway-recover && sync");
    cut.during("unhide 09:00.0", CREATION_OF_THE_INITRAMFS);
    assertThat(dom0.run("gangway devices").err()).as("no operation is interrupted").isBlank();
    assertThat(dom0.must(PERSISTENT_STATE)).isEqualTo(hidden);
  }
}
