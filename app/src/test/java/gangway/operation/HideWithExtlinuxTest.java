package gangway.operation;

import static gangway.check.Requests.LASTING;
import static gangway.check.Requests.hide;
import static gangway.check.Requests.unhide;
import static gangway.host.ExtlinuxTool.CONFIGURATION;
import static gangway.host.ExtlinuxTool.SETTINGS;
import static gangway.host.GuideHost.CARD;
import static gangway.host.GuideHost.TWIN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gangway.Problem;
import gangway.host.ActingHost;
import gangway.host.ExtlinuxTool;
import gangway.host.GrubTool;
import gangway.host.GuideHost;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;

/** pciback is built into the kernel, so the list is on the kernel command line, by extlinux. */
class HideWithExtlinuxTest {
  private final GuideHost host =
      ExtlinuxTool.install(
          GrubTool.buildPcibackIn(new GuideHost().without("usr/sbin/update-initramfs")));
  private final BootOperator operator = new BootOperator(host);

  @Test
  void hideReplacesTheConfigurationWhenTheGeneratedOneIsAsPlanned() {
    String before = host.text(CONFIGURATION);
    String settings = host.text(SETTINGS);

    ActingHost machine = operator.perform(hide(LASTING, CARD));

    assertThat(machine.acts())
        .containsExactly(
            "replace /etc/update-extlinux.conf",
            "replace /etc/update-extlinux.conf",
            "run update-extlinux",
            "delete /boot/extlinux.conf.new",
            "replace /etc/update-extlinux.conf",
            "replace /boot/extlinux.conf",
            "write /var/lib/gangway/hardware.json, 600");
    assertThat(host.text(SETTINGS))
        .isEqualTo(
            settings.replace(
                "rootfstype=ext4\"", "rootfstype=ext4 xen-pciback.hide=(0000:09:00.0)\""));
    assertThat(host.text(CONFIGURATION))
        .as("with and without Xen: nothing but the list is new")
        .isEqualTo(
            before.replace("rootfstype=ext4", "rootfstype=ext4 xen-pciback.hide=(0000:09:00.0)"));
    assertThat(operator.function(CARD).hiddenAfterReboot()).isTrue();
  }

  @Test
  void aSecondFunctionIsAddedToTheListAndUnhideRestoresEveryFile() {
    SortedMap<String, String> before = host.everything();
    operator.perform(hide(LASTING, CARD));
    operator.perform(hide(LASTING, TWIN));
    assertThat(host.text(SETTINGS)).contains("xen-pciback.hide=(0000:09:00.0)(0000:0a:04.0)\"");
    operator.perform(unhide(LASTING, CARD));
    assertThat(host.text(CONFIGURATION)).contains("xen-pciback.hide=(0000:0a:04.0) ---");

    operator.perform(unhide(LASTING, TWIN));

    assertThat(host.changesSince(before)).isEmpty();
  }

  @Test
  void ifUpdateExtlinuxWouldChangeMoreThanTheListEverythingIsRestored() {
    host.put(SETTINGS, host.text(SETTINGS).replace("1024M", "2048M"));
    String settings = host.text(SETTINGS);
    String before = host.text(CONFIGURATION);

    assertThatThrownBy(() -> operator.perform(hide(LASTING, CARD)))
        .isInstanceOf(Problem.class)
        .hasMessageContaining("would change more in /boot/extlinux.conf than the list");

    assertThat(host.text(SETTINGS)).isEqualTo(settings);
    assertThat(host.text(CONFIGURATION)).isEqualTo(before);
    assertThat(host.exists(ExtlinuxTool.GENERATED)).isFalse();
  }

  @Test
  void aListThatWouldBeCutOffByXenIsRefused() {
    host.put(SETTINGS, host.text(SETTINGS).replace("quiet", "x".repeat(950)));
    host.put(CONFIGURATION, host.text(CONFIGURATION).replace("quiet", "x".repeat(950)));

    assertThatThrownBy(() -> operator.perform(hide(LASTING, CARD)))
        .isInstanceOf(Problem.class)
        .hasMessageContaining("Xen would cut it off");
  }

  @Test
  void settingsThatGangwayCannotEditAsOneWordAreRefused() {
    refused(host.text(SETTINGS).replace("overwrite=1", "overwrite=0"), "overwrite=1");
    refused(host.text(SETTINGS).replace("\"quiet", "\"$more quiet"), "in double quotes");
    refused(host.text(SETTINGS) + "default_kernel_opts=\"debug\"\n", "in one line");
  }

  private void refused(String settings, String why) {
    String before = host.text(SETTINGS);
    host.put(SETTINGS, settings);
    assertThatThrownBy(() -> operator.perform(hide(LASTING, CARD)))
        .isInstanceOf(Problem.class)
        .hasMessageContaining(why);
    assertThat(host.text(SETTINGS)).isEqualTo(settings);
    host.put(SETTINGS, before);
  }

  @Test
  void withAModuleAListInTheSettingsStaysThere() {
    GuideHost modular = ExtlinuxTool.install(new GuideHost());
    modular.put(
        SETTINGS,
        modular
            .text(SETTINGS)
            .replace("rootfstype=ext4", "rootfstype=ext4 xen-pciback.hide=(0000:0a:04.0)"));
    modular.put(
        CONFIGURATION,
        modular
            .text(CONFIGURATION)
            .replace("rootfstype=ext4", "rootfstype=ext4 xen-pciback.hide=(0000:0a:04.0)"));

    new BootOperator(modular).perform(hide(LASTING, CARD));

    assertThat(modular.text(SETTINGS)).contains("hide=(0000:0a:04.0)(0000:09:00.0)\"");
    assertThat(modular.text(CONFIGURATION)).contains("hide=(0000:0a:04.0)(0000:09:00.0) ---");
  }

  @Test
  void withAModuleANewListIsInModprobesFiles() {
    GuideHost modular = ExtlinuxTool.install(new GuideHost());
    String settings = modular.text(SETTINGS);

    new BootOperator(modular).perform(hide(LASTING, CARD));

    assertThat(modular.text(SETTINGS)).isEqualTo(settings);
  }

  @Test
  void aLabelOfXenWithoutTheSettingsIsRefused() {
    host.put(
        CONFIGURATION,
        host.text(CONFIGURATION)
            + "LABEL own\n  COM32 mboot.c32\n  APPEND xen.gz --- vmlinuz-own root=/dev/sda1"
            + " --- initramfs-own\n");

    assertThatThrownBy(() -> operator.perform(hide(LASTING, CARD)))
        .isInstanceOf(Problem.class)
        .hasMessageContaining("a label in /boot/extlinux.conf that boots Xen does not have");
  }

  @Test
  void aConfigurationThatWasWrittenByHandIsRefused() {
    host.put(CONFIGURATION, host.text(CONFIGURATION).replace("# Generated", "# Edited"));

    assertThatThrownBy(() -> operator.perform(hide(LASTING, CARD)))
        .isInstanceOf(Problem.class)
        .hasMessageContaining("pciback is built into the kernel");
  }
}
