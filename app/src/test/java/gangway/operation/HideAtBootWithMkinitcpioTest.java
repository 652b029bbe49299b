package gangway.operation;

import static gangway.check.Requests.LASTING;
import static gangway.check.Requests.hide;
import static gangway.check.Requests.unhide;
import static gangway.host.GuideHost.CARD;
import static gangway.host.GuideHost.TWIN;
import static gangway.host.MkinitcpioImages.FALLBACK;
import static gangway.host.MkinitcpioImages.IMAGE;
import static gangway.host.MkinitcpioImages.MODULE;
import static gangway.host.MkinitcpioImages.PRESET;
import static gangway.host.MkinitcpioImages.PROGRAM;
import static gangway.host.MkinitcpioImages.SETTINGS;
import static org.assertj.core.api.Assertions.assertThat;

import gangway.Problem;
import gangway.host.ActingHost;
import gangway.host.ActingHost.Failure;
import gangway.host.GuideHost;
import gangway.host.MkinitcpioImages;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;

/** A host whose initramfs mkinitcpio builds, as on Arch Linux. */
class HideAtBootWithMkinitcpioTest {
  private static final String DROP_IN = "etc/mkinitcpio.conf.d/zz-gangway.conf";
  private static final String HEADER =
      "# Written by gangway: 'gangway hide' and 'gangway unhide' keep these lines.\n";
  private static final String LINES =
      """
      MODULES+=(xen-pciback)
      FILES+=(/etc/modprobe.d/gangway.conf)
      """;

  private final GuideHost host = MkinitcpioImages.install(new GuideHost());
  private final BootOperator operator = new BootOperator(host);

  @Test
  void hideWritesTheSettingsAndRebuildsTheImagesOfAllPresets() {
    ActingHost machine = operator.perform(hide(LASTING, CARD));

    assertThat(machine.acts())
        .containsExactly(
            "replace /etc/mkinitcpio.conf.d/zz-gangway.conf",
            "replace /etc/modprobe.d/gangway.conf",
            "run mkinitcpio -P",
            "write /var/lib/gangway/hardware.json, 600");
    assertThat(host.text(DROP_IN)).isEqualTo(HEADER + LINES);
    assertThat(host.text(IMAGE))
        .contains("MODULES=\"xen_pciback\"", "hide=(0000:09:00.0)", "xen-pciback.ko.zst");
    assertThat(host.text(FALLBACK)).isEqualTo(host.text(IMAGE));
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
    assertThat(host.text(DROP_IN)).as("the other function stays hidden").contains("xen-pciback");

    operator.perform(unhide(LASTING, TWIN));

    assertThat(host.changesSince(before)).isEmpty();
  }

  @Test
  void ifThePresetsNameTheirSettingsTheLinesAreInThatFile() {
    host.put(PRESET, host.text(PRESET).replace("#ALL_config", "ALL_config"));

    linesAreAtTheEndOfTheMainFile();
  }

  @Test
  void aVersionWithoutDropInsHasTheLinesInTheMainFile() {
    host.put(PROGRAM, "compressout=\"$out\".tmp\n");

    linesAreAtTheEndOfTheMainFile();
  }

  @Test
  void aMainFileWhoseLastLineHasNoEndGetsItBackWithoutOne() {
    host.put(SETTINGS, host.text(SETTINGS).stripTrailing());
    host.put(PRESET, host.text(PRESET).replace("#ALL_config", "ALL_config"));
    String before = host.text(SETTINGS);

    operator.perform(hide(LASTING, CARD));
    assertThat(host.text(SETTINGS)).isEqualTo(before + "\n" + HEADER + LINES.stripTrailing());
    operator.perform(unhide(LASTING, CARD));

    assertThat(host.text(SETTINGS)).isEqualTo(before);
  }

  private void linesAreAtTheEndOfTheMainFile() {
    String before = host.text(SETTINGS);

    operator.perform(hide(LASTING, CARD));

    assertThat(host.text(SETTINGS)).isEqualTo(before + HEADER + LINES);
    assertThat(host.exists(DROP_IN)).isFalse();
    operator.perform(unhide(LASTING, CARD));
    assertThat(host.text(SETTINGS)).isEqualTo(before);
  }

  @Test
  void withTheHookSystemdItsModuleLoaderNamesPciback() {
    host.put(SETTINGS, host.text(SETTINGS).replace("base udev", "systemd"));

    operator.perform(hide(LASTING, CARD));

    assertThat(host.text(IMAGE)).contains("FILE etc/modules-load.d/MODULES.conf\nxen-pciback\n");
  }

  @Test
  void aListByHandHidesNothingForCertainUntilTheImagesLoadPciback() {
    host.put(
        "etc/modprobe.d/a.conf",
        "options xen-pciback hide=(0000:09:00.0)\nsoftdep e1000e pre: xen-pciback\n");
    assertThat(operator.function(CARD).hiddenAfterReboot()).isFalse();
    assertThat(operator.function(CARD).atBoot().doubt())
        .hasValue(
            "not known: the initramfs does not load xen-pciback: MODULES of mkinitcpio's settings"
                + " does not name it");

    operator.perform(hide(LASTING, CARD));

    assertThat(operator.function(CARD).hiddenAfterReboot()).isTrue();
    assertThat(host.text(DROP_IN)).contains("FILES+=(/etc/modprobe.d/a.conf)");
  }

  @Test
  void ifMkinitcpioFailsTheFilesAreRestored() {
    SortedMap<String, String> before = host.everything();
    ActingHost machine = host.machine().failing(3, Failure.NOT_DONE);

    Problem problem = BootOperator.refused(machine, hide(LASTING, CARD));

    assertThat(problem.kind()).isEqualTo(Problem.Kind.FAILED);
    assertThat(host.changesSince(before)).isEmpty();
  }

  @Test
  void anImageThatAnotherFileOfSettingsTakesPcibackFromIsNoSuccess() {
    host.put("etc/mkinitcpio.conf.d/zzz.conf", "MODULES=(ext4)\n");
    MkinitcpioImages.build(host);
    SortedMap<String, String> before = host.everything();

    Problem problem = operator.refused(hide(LASTING, CARD));

    assertThat(problem.kind()).isEqualTo(Problem.Kind.FAILED);
    assertThat(host.changesSince(before)).as("everything is undone").isEmpty();
  }

  @Test
  void aQuarterMoreThanTheImageMustBeFree() {
    host.answer(
        "stat -L -c %s /boot/initramfs-linux.img /boot/initramfs-linux-fallback.img",
        "40000000\n80000000\n");
    host.free(1_000_000, 1_000_000, 98_000);

    assertThat(operator.findings(hide(LASTING, CARD)))
        .filteredOn(finding -> finding.code().equals("DISK-FULL"))
        .singleElement()
        .satisfies(finding ->
            assertThat(finding.evidence()).containsExactly("free: 98000 KiB; needed: 98680 KiB"));
  }

  @Test
  void aKernelWithoutPcibackIsRefusedBecauseMkinitcpioWouldFail() {
    host.without(MODULE);

    refusedFor("the kernel 6.1.0-37-amd64 has no xen-pciback, so mkinitcpio would fail");
  }

  @Test
  void anImageThatNoPresetBuildsIsRefused() {
    host.put("boot/vmlinuz-linux-lts", "")
        .put("lib/modules/6.12.1-1-lts/pkgbase", "linux-lts\n")
        .put("boot/initramfs-linux-lts.img", host.text(IMAGE));

    refusedFor("no preset in /etc/mkinitcpio.d builds /boot/initramfs-linux-lts.img");
  }

  @Test
  void aPresetWhoseImageWasNeverBuiltIsRefused() {
    host.without(FALLBACK);

    refusedFor(
        "a preset in /etc/mkinitcpio.d names /boot/initramfs-linux-fallback.img, which does not"
            + " exist: run 'mkinitcpio -P'");
  }

  @Test
  void aPresetWithCommandsIsRefused() {
    host.put(PRESET, host.text(PRESET) + "[ -e /boot/x ] && PRESETS=('default')\n");

    refusedFor(
        "/etc/mkinitcpio.d/linux.preset has a line that is no plain setting: [ -e /boot/x ] &&"
            + " PRESETS=('default')");
  }

  @Test
  void presetsWithDifferentSettingsAreRefused() {
    host.put(PRESET, host.text(PRESET) + "fallback_config=\"/etc/mkinitcpio-all.conf\"\n");

    refusedFor("the presets in /etc/mkinitcpio.d use different files with settings");
  }

  @Test
  void aTextInPlaceOfAnArrayIsRefusedBecauseBashWouldKeepItAsOneWord() {
    host.put(SETTINGS, host.text(SETTINGS).replace("MODULES=()", "MODULES=\"ext4 nvme\""));

    refusedFor("MODULES is a text in mkinitcpio's settings, and no array: write MODULES=(...)");
  }

  @Test
  void settingsWithLinesOfWindowsAreRefused() {
    host.put(SETTINGS, host.text(SETTINGS).replace("\n", "\r\n"));

    refusedFor("/etc/mkinitcpio.conf has lines that end in CR LF");
  }

  @Test
  void settingsBehindALinkAreNotTouched() {
    host.put(PROGRAM, "compressout=\"$out\".tmp\n")
        .put("etc/other.conf", host.text(SETTINGS))
        .without(SETTINGS)
        .link(SETTINGS, "other.conf");

    refusedFor("/etc/mkinitcpio.conf is reached by a symbolic link");
  }

  @Test
  void anOldVersionThatOverwritesImagesIsRefused() {
    host.put(PROGRAM, "_d_config=\"${_f_config}.d\"\n");

    refusedFor(
        "/usr/bin/mkinitcpio writes into the existing images: a power cut would leave a part of"
            + " one");
  }

  @Test
  void anImageOfAnotherToolIsRefused() {
    host.put(IMAGE, "");

    refusedFor(
        "mkinitcpio is installed, but not all initramfs images are made by it:"
            + " /boot/initramfs-linux.img by an unknown tool");
  }

  private void refusedFor(String why) {
    operator.foreignInitramfs(hide(LASTING, CARD), why);
  }
}
