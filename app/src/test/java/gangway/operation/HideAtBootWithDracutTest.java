package gangway.operation;

import static gangway.check.Requests.LASTING;
import static gangway.check.Requests.hide;
import static gangway.check.Requests.unhide;
import static gangway.host.GuideHost.CARD;
import static gangway.host.GuideHost.TWIN;
import static org.assertj.core.api.Assertions.assertThat;

import gangway.Problem;
import gangway.host.ActingHost;
import gangway.host.ActingHost.Failure;
import gangway.host.DracutImages;
import gangway.host.GuideHost;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;

/** A host whose initramfs dracut builds, without any file of /etc/modprobe.d in it. */
class HideAtBootWithDracutTest {
  private static final String SETTINGS = "etc/dracut.conf.d/90-gangway.conf";

  private final GuideHost host = DracutImages.install(new GuideHost());
  private final BootOperator operator = new BootOperator(host);

  @Test
  void hideWritesTheSettingsAndReplacesTheImageByANewOne() {
    ActingHost machine = operator.perform(hide(LASTING, CARD));

    assertThat(machine.acts())
        .containsExactly(
            "replace /etc/dracut.conf.d/90-gangway.conf",
            "replace /etc/modprobe.d/gangway.conf",
            "run dracut --force /boot/gangway-new-initrd.img-6.1.0-37-amd64 6.1.0-37-amd64",
            "sync /boot/gangway-new-initrd.img-6.1.0-37-amd64",
            "move /boot/gangway-new-initrd.img-6.1.0-37-amd64 to"
                + " /boot/initrd.img-6.1.0-37-amd64",
            "write /var/lib/gangway/hardware.json, 600");
    assertThat(host.text(SETTINGS))
        .isEqualTo(
            """
            # Written by gangway: 'gangway hide' and 'gangway unhide' keep these lines.
            force_drivers+=" xen_pciback "
            install_items+=" /etc/modprobe.d/gangway.conf "
            """);
    assertThat(operator.function(CARD).hiddenAfterReboot()).isTrue();
    host.reboot();
    assertThat(operator.function(CARD).hiddenNow()).isTrue();
  }

  @Test
  void unhideRestoresEveryFileOfTheHost() {
    SortedMap<String, String> before = host.everything();
    operator.perform(hide(LASTING, CARD));
    operator.perform(hide(LASTING, TWIN));
    operator.perform(unhide(LASTING, CARD));
    assertThat(host.text(SETTINGS)).as("the other function stays hidden").contains("xen_pciback");

    operator.perform(unhide(LASTING, TWIN));

    assertThat(host.changesSince(before)).isEmpty();
  }

  @Test
  void aListInAnotherFileIsPutIntoTheImageToo() {
    host.put("etc/modprobe.d/a.conf", "options xen-pciback hide=(0000:0a:04.0)\n");

    operator.perform(hide(LASTING, CARD));

    assertThat(host.text(SETTINGS))
        .contains(
            """
            install_items+=" /etc/modprobe.d/a.conf "
            install_items+=" /etc/modprobe.d/gangway.conf "
            """);
  }

  @Test
  void aListThatTheImageDoesNotContainHidesNothingForCertain() {
    host.put(
        "etc/modprobe.d/a.conf",
        "options xen-pciback hide=(0000:09:00.0)\nsoftdep e1000e pre: xen-pciback\n");
    assertThat(operator.function(CARD).hiddenAfterReboot()).isFalse();
    assertThat(operator.function(CARD).atBoot().doubt())
        .hasValue(
            "not known: the initramfs does not contain /etc/modprobe.d/a.conf: dracut's settings"
                + " have neither hostonly=\"yes\" nor an install_items line for it");

    operator.perform(hide(LASTING, CARD));

    assertThat(operator.function(CARD).hiddenAfterReboot()).isTrue();
    assertThat(host.text("etc/modprobe.d/a.conf")).as("it was complete").contains("softdep e1000e");
  }

  @Test
  void withHostonlyDracutPutsAllFilesIntoTheImage() {
    host.put(
            "etc/modprobe.d/a.conf",
            "options xen-pciback hide=(0000:09:00.0)\nsoftdep e1000e pre: xen-pciback\n")
        .put("usr/lib/dracut/dracut.conf.d/01-dist.conf", "hostonly=\"yes\"\n");

    assertThat(operator.function(CARD).hiddenAfterReboot()).isTrue();
  }

  @Test
  void ifDracutFailsTheOldImageStaysAndTheFilesAreRestored() {
    SortedMap<String, String> before = host.everything();
    ActingHost machine = host.machine().failing(3, Failure.NOT_DONE).failing(6, Failure.NOT_DONE);

    Problem problem = BootOperator.refused(machine, hide(LASTING, CARD));

    assertThat(problem.kind()).isEqualTo(Problem.Kind.FAILED);
    assertThat(host.changesSince(before)).isEmpty();
  }
}
