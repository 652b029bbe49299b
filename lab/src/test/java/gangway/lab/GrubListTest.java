package gangway.lab;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A host whose list is on the kernel command line, in the settings of grub-mkconfig. */
@Tag("rare")
@ExtendWith(SharedLab.class)
class GrubListTest {
  private static final String CARD = "0000:09:00.0";
  private static final String LISTED = "0000:0a:04.1";

  /** Prints everything that an operation changes and that survives a reboot. */
  private static final String STATE =
      """
      ls -A /boot /boot/grub
      for file in $(find /etc/modprobe.d /etc/modules-load.d /etc/default/grub* -type f | sort) /boot/grub/grub.cfg; do
        stat -c '%n %U %G %a' $file; cat $file
      done
      find /var/lib/gangway/running /var/lib/gangway/original -type f 2>/dev/null || true
      """;

  @BeforeEach
  void theListIsInASettingOfGrub(Dom0 dom0) {
    GrubHost.install(dom0);
    dom0.must(
        """
        cat > /etc/default/grub.d/yy-admin.cfg <<'end'
        GRUB_CMDLINE_LINUX_XEN_REPLACE_DEFAULT="$GRUB_CMDLINE_LINUX_DEFAULT xen-pciback.hide=(%s)"
        end
        echo 'softdep e1000e pre: xen-pciback' >/etc/modprobe.d/admin.conf
        update-grub 2>&1
        """
            .formatted(LISTED));
    dom0.reboot();
  }

  @Test
  void hideChangesTheListInTheSettingAndTheNextBootUsesIt(Dom0 dom0) {
    String before = dom0.must(STATE);

    dom0.must("gangway hide --boot " + CARD);

    assertThat(dom0.must("cat /etc/default/grub.d/yy-admin.cfg"))
        .contains("xen-pciback.hide=(%s)(%s)\"".formatted(LISTED, CARD));
    dom0.must("update-grub -o /root/again.cfg 2>&1 && cmp /root/again.cfg /boot/grub/grub.cfg");
    dom0.reboot();
    assertThat(dom0.must("cat /proc/cmdline"))
        .contains("xen-pciback.hide=(%s)(%s)".formatted(LISTED, CARD));
    assertThat(dom0.driver(CARD)).isEqualTo("pciback");
    assertThat(dom0.driver(LISTED)).isEqualTo("pciback");
    assertThat(dom0.must("gangway devices")).containsPattern("09:00\\.0.*now\\+reboot");

    dom0.must("gangway unhide --boot " + CARD);

    assertThat(dom0.must(STATE)).isEqualTo(before);
    dom0.reboot();
    assertThat(dom0.driver(CARD)).isEqualTo("e1000e");
    assertThat(dom0.driver(LISTED)).isEqualTo("pciback");
  }

  @Test
  void aConfigurationThatWouldChangeInOtherPlacesIsLeftAsItIs(Dom0 dom0) {
    dom0.must("sed -i 's/GRUB_TIMEOUT=0/GRUB_TIMEOUT=3/' /etc/default/grub");
    String before = dom0.must(STATE);

    Output refused = dom0.run("gangway hide --boot " + CARD);

    assertThat(refused.exit()).isEqualTo(1);
    assertThat(refused.err()).contains("would change more in /boot/grub/grub.cfg");
    assertThat(dom0.must(STATE)).isEqualTo(before);
  }

  @Test
  void afterAPowerCutAtAnyStepTheHostBootsAndRecoverRestoresEveryFile(Lab lab, Dom0 dom0) {
    PowerCut cut = new PowerCut(lab);
    String before = dom0.must(STATE);

    cut.during("hide --boot " + CARD, "grep -q 09:00.0 /etc/default/grub.d/yy-admin.cfg");
    assertThat(dom0.driver(CARD)).as("the old configuration has booted").isEqualTo("e1000e");
    cut.mustBeUndone(STATE, before);

    cut.during("hide --boot " + CARD, "ls /boot/grub/gangway-new-*");
    assertThat(dom0.driver(CARD)).as("the old configuration has booted").isEqualTo("e1000e");
    cut.mustBeUndone(STATE, before);

    // the new configuration is in its place, but the operation did not report that
    cut.during("hide --boot " + CARD, "grep -q 09:00.0 /boot/grub/grub.cfg");
    assertThat(dom0.driver(CARD)).as("the new configuration has booted").isEqualTo("pciback");
    cut.mustBeUndone(STATE, before);
    assertThat(dom0.driver(CARD)).isEqualTo("e1000e");
  }
}
