package gangway.cli;

import static gangway.host.GuideHost.CARD;
import static org.assertj.core.api.Assertions.assertThat;

import gangway.MemoryFolder;
import gangway.host.GuideHost;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** hide, unhide, attach and detach on the files of another machine. */
class RequestCommandsTest {
  private static final String HIDDEN_AT_BOOT =
      "options xen-pciback hide=(0000:09:00.0)\nsoftdep e1000e pre: xen-pciback\n";

  @TempDir(factory = MemoryFolder.class)
  private Path folder;

  private GuideHost host;

  @BeforeEach
  void host() {
    host = new GuideHost(folder);
  }

  @Test
  void aDryRunOfHideShowsEveryStepAndPerformsNone() {
    var before = host.everything();
    Run run = Run.on(folder, "hide", "--dry-run", "09:00.0");
    assertThat(run.exit()).isEqualTo(ExitCode.DONE);
    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .isEqualTo(
            """
            record the driver of 0000:09:00.0: e1000e
              write /var/lib/gangway/original/0000:09:00.0
              done when: /var/lib/gangway/original/0000:09:00.0 has the expected content
            unbind 0000:09:00.0 from e1000e
              write 0000:09:00.0 to /sys/bus/pci/drivers/e1000e/unbind
              done when: 0000:09:00.0 has no driver
            add a pciback slot for 0000:09:00.0
              write 0000:09:00.0 to /sys/bus/pci/drivers/pciback/new_slot
              done when: pciback has a slot for 0000:09:00.0
            bind 0000:09:00.0 to pciback
              write 0000:09:00.0 to /sys/bus/pci/drivers/pciback/bind
              done when: 0000:09:00.0 is bound to pciback
            hide at boot: edit /etc/initramfs-tools/hooks/gangway, /etc/initramfs-tools/scripts/init-top/gangway, /etc/modprobe.d/gangway.conf and rebuild the initramfs
              write /etc/initramfs-tools/hooks/gangway
              write /etc/initramfs-tools/scripts/init-top/gangway
              write /etc/modprobe.d/gangway.conf
              run update-initramfs -u -k all
              done when: /etc/initramfs-tools/hooks/gangway has the expected content and /etc/initramfs-tools/scripts/init-top/gangway has the expected content and /etc/modprobe.d/gangway.conf has the expected content and the initramfs contains the boot settings
            """);
    assertThat(host.changesSince(before)).isEmpty();
  }

  @Test
  void nowAndBootSelectOneHalfOfHide() {
    assertThat(Run.on(folder, "hide", "--dry-run", "--now", "09:00.0").out())
        .contains("bind 0000:09:00.0 to pciback")
        .doesNotContain("at boot");
    assertThat(Run.on(folder, "hide", "--dry-run", "--boot", "09:00.0").out())
        .contains("hide at boot")
        .doesNotContain("to pciback");
    assertThat(Run.on(folder, "hide", "--dry-run", "--boot", "--now", "09:00.0").out())
        .contains("hide at boot")
        .contains("to pciback");
  }

  @Test
  void aDryRunOfUnhideShowsTheReturnToTheDriver() {
    host.hidden(CARD).put("etc/modprobe.d/gangway.conf", HIDDEN_AT_BOOT);
    Run run = Run.on(folder, "unhide", "--dry-run", "pci_0000_09_00_0");
    assertThat(run.exit()).isEqualTo(ExitCode.DONE);
    assertThat(run.lines())
        .contains(
            "unbind 0000:09:00.0 from pciback",
            "bind 0000:09:00.0 to e1000e",
            "no longer hide at boot: edit /etc/modprobe.d/gangway.conf and rebuild the initramfs");
  }

  @Test
  void aDryRunOfAttachAndDetachShowsTheChangeOfTheDefinition() {
    host.hidden(CARD)
        .put("etc/xen/pv2.cfg", "name = 'pv2'\nbootloader='pygrub'\npci = [ '09:00.0' ]\n");
    Run attach = Run.on(folder, "attach", "--dry-run", "pv1", "09:00.0");
    assertThat(attach.exit()).isEqualTo(ExitCode.DONE);
    assertThat(attach.lines()).first().isEqualTo("edit the definition /etc/xen/pv1.cfg");
    assertThat(attach.err())
        .startsWith("warning DEFINED-ELSEWHERE: the definition of guest pv2 lists 0000:09:00.0 too")
        .contains("  fix: ");
    Run detach = Run.on(folder, "detach", "--config", "--dry-run", "pv2", "09:00.0");
    assertThat(detach.exit()).isEqualTo(ExitCode.DONE);
    assertThat(detach.lines()).first().isEqualTo("edit the definition /etc/xen/pv2.cfg");
  }

  @Test
  void aFunctionThatIsGoneIsTakenOutOfTheDefinitionAndTheBootSettings() {
    host.put("etc/xen/pv2.cfg", "name = 'pv2'\nbootloader='pygrub'\npci = [ '04:00.0' ]\n")
        .put("etc/modprobe.d/gangway.conf", HIDDEN_AT_BOOT.replace("09:00.0", "04:00.0"));
    Run detach = Run.on(folder, "detach", "--config", "--dry-run", "pv2", "04:00.0");
    assertThat(detach.exit()).isEqualTo(ExitCode.DONE);
    assertThat(detach.lines()).first().isEqualTo("edit the definition /etc/xen/pv2.cfg");
    Run open = Run.on(folder, "detach", "--dry-run", "pv2", "04:00.0");
    assertThat(open.exit()).isEqualTo(ExitCode.DONE);
    Run unhide = Run.on(folder, "unhide", "--boot", "--dry-run", "04:00.0");
    assertThat(unhide.exit()).isEqualTo(ExitCode.DONE);
    assertThat(unhide.lines()).first().asString().startsWith("no longer hide at boot: edit");
    Run everywhere = Run.on(folder, "unhide", "--dry-run", "04:00.0");
    assertThat(everywhere.exit()).isEqualTo(ExitCode.REFUSED);
    assertThat(everywhere.err()).contains("gangway unhide --boot 0000:04:00.0");
    assertThat(Run.on(folder, "unhide", "--now", "--dry-run", "04:00.0").exit())
        .isEqualTo(ExitCode.USAGE);
    assertThat(Run.on(folder, "attach", "--config", "--dry-run", "pv2", "04:00.0").exit())
        .isEqualTo(ExitCode.USAGE);
  }

  @Test
  void aFulfilledRequestIsReportedAsAlreadySo() {
    host.hidden(CARD).put("etc/modprobe.d/gangway.conf", HIDDEN_AT_BOOT);
    Run hide = Run.on(folder, "hide", "--dry-run", "09:00.0");
    assertThat(hide.exit()).isEqualTo(ExitCode.DONE);
    assertThat(hide.out()).isEqualTo("already so: 0000:09:00.0 hidden now and after reboot\n");
    assertThat(Run.on(folder, "unhide", "--dry-run", "--now", "0a:04.0", "0a:04.1").out())
        .isEqualTo("already so: 0000:0a:04.0, 0000:0a:04.1 not hidden now\n");
    assertThat(Run.on(folder, "detach", "--dry-run", "pv2", "09:00.0").out())
        .isEqualTo("already so: 0000:09:00.0 detached from guest pv2 in its definition\n");
  }

  @Test
  void hidingAFunctionThatDom0NeedsIsRefusedWithEvidence() {
    Run run = Run.on(folder, "hide", "--dry-run", "--now", "00:1f.2");
    assertThat(run.exit()).isEqualTo(ExitCode.REFUSED);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .isEqualTo(
            """
            blocked DISK-ROOT: 0000:00:1f.2 carries /, and dom0 cannot run or boot without it
              / is on /dev/sda1, on /dev/sda, on 0000:00:1f.2
              fix: first move it to a disk on another controller
              to proceed anyway: --accept DISK-ROOT=0000:00:1f.2
            blocked DISK-IN-USE: 0000:00:1f.2 carries swap, which dom0 uses now and would lose
              swap is on /dev/sda2, on /dev/sda, on 0000:00:1f.2
              fix: first switch it off (swapoff DEVICE) and remove it from /etc/fstab
              to proceed anyway: --accept DISK-IN-USE
            refused: nothing was changed
            """);
  }

  @Test
  void settingsThatGangwayMustNotChangeAreRefused() {
    host.put("etc/default/grub", "GRUB_CMDLINE_LINUX=\"xen-pciback.hide=(0000:0a:04.0)\"\n");
    Run run = Run.on(folder, "hide", "--dry-run", "09:00.0");
    assertThat(run.exit()).isEqualTo(ExitCode.REFUSED);
    assertThat(run.err())
        .startsWith("gangway: the list of functions hidden at boot is on the kernel command line")
        .contains("fix: ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"hide 09:00.0", "unhide 09:00.0", "attach pv1 09:00.0", "detach pv1 09:00.0"})
  void anotherMachineIsNotChanged(String command) {
    var before = host.everything();
    Run run = Run.on(folder, command.split(" "));
    assertThat(run.exit()).isEqualTo(ExitCode.USAGE);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .isEqualTo(
            """
            gangway: --host is only for reading: gangway cannot change another machine
            fix: add --dry-run, or remove --host
            """);
    assertThat(host.changesSince(before)).isEmpty();
  }

  @Test
  void aMissingFunctionGetsASuggestionFirst() {
    Run run = Run.on(folder, "hide", "--dry-run", "09:00.0", "0a:04.2");
    assertThat(run.exit()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err())
        .contains("no PCI function 0000:0a:04.2")
        .contains("did you mean 0000:0a:04.0?");
  }

  @Test
  void aMissingGuestIsRefused() {
    host.hidden(CARD);
    Run run = Run.on(folder, "attach", "--dry-run", "pv9", "09:00.0");
    assertThat(run.exit()).isEqualTo(ExitCode.REFUSED);
    assertThat(run.err())
        .startsWith("blocked NO-SUCH-GUEST: no guest 'pv9' is running or defined on this host");
  }
}
