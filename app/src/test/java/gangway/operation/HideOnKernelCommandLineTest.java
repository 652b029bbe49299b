package gangway.operation;

import static gangway.check.Requests.LASTING;
import static gangway.check.Requests.hide;
import static gangway.check.Requests.unhide;
import static gangway.host.GrubTool.CONFIGURATION;
import static gangway.host.GrubTool.SETTINGS;
import static gangway.host.GuideHost.CARD;
import static gangway.host.GuideHost.TWIN;
import static org.assertj.core.api.Assertions.assertThat;

import gangway.Problem;
import gangway.host.ActingHost;
import gangway.host.GrubTool;
import gangway.host.GuideHost;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;

/** pciback is built into the kernel, so the list is on the kernel command line, by GRUB. */
class HideOnKernelCommandLineTest {
  private static final String DROP_IN = "etc/default/grub.d/zz-gangway.cfg";
  private static final String HEADER =
      "# Written by gangway: 'gangway hide' and 'gangway unhide' keep these lines.\n";

  private final GuideHost host =
      GrubTool.install(
          GrubTool.buildPcibackIn(new GuideHost().without("usr/sbin/update-initramfs")));
  private final BootOperator operator = new BootOperator(host);

  @Test
  void hideWritesASettingAndReplacesTheConfigurationWhenTheGeneratedOneIsAsPlanned() {
    ActingHost machine = operator.perform(hide(LASTING, CARD));

    assertThat(machine.acts())
        .containsExactly(
            "replace /etc/default/grub.d/zz-gangway.cfg",
            "run grub-mkconfig -o /boot/grub/gangway-new-grub.cfg",
            "delete /boot/grub/gangway-new-grub.cfg",
            "delete /boot/grub/gangway-new-grub.cfg.new",
            "replace /boot/grub/grub.cfg",
            "write /var/lib/gangway/hardware.json, 600");
    assertThat(host.text(DROP_IN))
        .isEqualTo(
            HEADER
                + "GRUB_CMDLINE_LINUX_XEN_REPLACE_DEFAULT=\"$GRUB_CMDLINE_LINUX_DEFAULT"
                + " xen-pciback.hide=(0000:09:00.0)\"\n");
    assertThat(host.text(CONFIGURATION).lines().filter(line -> line.contains("xen-pciback")))
        .extracting(String::strip)
        .containsExactly(
            "module2\t/boot/vmlinuz-6.1.0-37-amd64 placeholder root=/dev/sda1 ro  quiet"
                + " xen-pciback.hide=(0000:09:00.0)",
            "module2\t/boot/vmlinuz-6.1.0-37-amd64 placeholder root=/dev/sda1 ro  quiet"
                + " xen-pciback.hide=(0000:09:00.0)",
            "module2\t/boot/vmlinuz-6.1.0-37-amd64 placeholder root=/dev/sda1 ro  quiet"
                + " xen-pciback.hide=(0000:09:00.0) init=/lib/sysvinit/init");
    assertThat(operator.function(CARD).hiddenAfterReboot()).isTrue();
  }

  @Test
  void aSecondFunctionIsAddedToTheListAndUnhideRestoresEveryFile() {
    SortedMap<String, String> before = host.everything();
    operator.perform(hide(LASTING, CARD));
    operator.perform(hide(LASTING, TWIN));
    assertThat(host.text(DROP_IN)).contains("xen-pciback.hide=(0000:09:00.0)(0000:0a:04.0)\"");
    operator.perform(unhide(LASTING, CARD));
    assertThat(host.text(DROP_IN)).contains("xen-pciback.hide=(0000:0a:04.0)\"");

    operator.perform(unhide(LASTING, TWIN));

    assertThat(host.changesSince(before)).isEmpty();
  }

  @Test
  void whereNoDropInIsReadTheLinesAreAtTheEndOfTheMainFile() {
    GrubTool.installWithoutDropIns(host);
    SortedMap<String, String> before = host.everything();

    operator.perform(hide(LASTING, CARD));

    assertThat(host.text(SETTINGS))
        .isEqualTo(
            "GRUB_CMDLINE_LINUX_DEFAULT=\"quiet\"\n"
                + HEADER
                + "GRUB_CMDLINE_LINUX_XEN_REPLACE_DEFAULT=\"$GRUB_CMDLINE_LINUX_DEFAULT"
                + " xen-pciback.hide=(0000:09:00.0)\"\n");
    operator.perform(unhide(LASTING, CARD));
    assertThat(host.changesSince(before)).isEmpty();
  }

  @Test
  void whatTheAdministratorHasSetForXenStays() {
    host.put(
        SETTINGS,
        """
        GRUB_CMDLINE_LINUX_DEFAULT="quiet"
        GRUB_CMDLINE_LINUX_XEN_REPLACE_DEFAULT="loglevel=7"
        """);
    GrubTool.install(host);

    operator.perform(hide(LASTING, CARD));

    assertThat(host.text(DROP_IN))
        .contains("\"$GRUB_CMDLINE_LINUX_XEN_REPLACE_DEFAULT xen-pciback.hide=(0000:09:00.0)\"");
    assertThat(host.text(CONFIGURATION)).contains("ro  loglevel=7 xen-pciback.hide=(0000:09:00.0)");
  }

  @Test
  void aListThatTheAdministratorHasWrittenForXenIsChangedInItsPlace() {
    host.put(
        SETTINGS,
        "GRUB_CMDLINE_LINUX_XEN_REPLACE_DEFAULT=\"xen-pciback.hide=(0000:0a:04.0) quiet\"\n");
    GrubTool.install(host);

    operator.perform(hide(LASTING, CARD));

    assertThat(host.text(SETTINGS))
        .isEqualTo(
            "GRUB_CMDLINE_LINUX_XEN_REPLACE_DEFAULT="
                + "\"xen-pciback.hide=(0000:0a:04.0)(0000:09:00.0) quiet\"\n");
    assertThat(host.exists(DROP_IN)).isFalse();
  }

  @Test
  void aListForAllEntriesIsRefused() {
    host.put(SETTINGS, "GRUB_CMDLINE_LINUX=\"xen-pciback.hide=(0000:0a:04.0)\"\n");
    GrubTool.install(host);

    Problem problem = operator.refused(hide(LASTING, CARD));

    assertThat(problem.blocker())
        .isEqualTo(
            "the list of functions hidden at boot is on the kernel command line, which Gangway"
                + " does not edit");
    assertThat(problem.evidence())
        .contains(
            "Gangway changes only a list in GRUB_CMDLINE_LINUX_XEN_REPLACE_DEFAULT, which is for"
                + " Xen's entries");
  }

  @Test
  void aConfigurationThatWouldChangeInOtherPlacesIsNotReplaced() {
    host.put(SETTINGS, "GRUB_CMDLINE_LINUX_DEFAULT=\"quiet nomodeset\"\n");
    SortedMap<String, String> before = host.everything();

    Problem problem = operator.refused(hide(LASTING, CARD));

    assertThat(problem.kind()).isEqualTo(Problem.Kind.FAILED);
    assertThat(problem.evidence())
        .anyMatch(line -> line.contains("would change more in /boot/grub/grub.cfg"))
        .anyMatch(line -> line.startsWith("generated in line 15: linux"));
    assertThat(host.changesSince(before)).as("everything is undone").isEmpty();
  }

  @Test
  void aCommandLineThatXenWouldCutOffIsRefused() {
    host.put(SETTINGS, "GRUB_CMDLINE_LINUX_DEFAULT=\"%s\"\n".formatted("x".repeat(980)));
    GrubTool.install(host);
    SortedMap<String, String> before = host.everything();

    Problem problem = operator.refused(hide(LASTING, CARD));

    assertThat(problem.kind()).isEqualTo(Problem.Kind.REFUSED);
    assertThat(problem.evidence()).containsExactly("length: 1067 characters; allowed: 1023");
    assertThat(host.changesSince(before)).isEmpty();
  }

  @Test
  void aListOfThisBootThatTheNextBootDoesNotHaveHidesNothing() {
    host.put("proc/cmdline", "placeholder root=/dev/sda1 ro quiet xen-pciback.hide=(09:00.0)\n");

    assertThat(operator.function(CARD).hiddenAfterReboot()).isFalse();
  }

  @Test
  void aSettingThatGrubMkconfigHasNotReadYetHidesNothing() {
    host.put(
        SETTINGS,
        "GRUB_CMDLINE_LINUX_XEN_REPLACE_DEFAULT=\"quiet xen-pciback.hide=(0000:09:00.0)\"\n");

    assertThat(operator.function(CARD).hiddenAfterReboot()).isFalse();
    assertThat(host.observed().inventory().boot().unread())
        .extracting(list -> list.why())
        .containsExactly(
            "no entry of GRUB has this list: grub-mkconfig has not run since it was set");
  }
}
