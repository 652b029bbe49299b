package gangway.operation;

import static gangway.check.Requests.LASTING;
import static gangway.check.Requests.hide;
import static gangway.check.Requests.unhide;
import static gangway.host.GuideHost.CARD;
import static gangway.host.GuideHost.TWIN;
import static gangway.host.MkinitfsImages.FEATURES;
import static gangway.host.MkinitfsImages.IMAGE;
import static gangway.host.MkinitfsImages.LDDTREE;
import static gangway.host.MkinitfsImages.SETTINGS;
import static org.assertj.core.api.Assertions.assertThat;

import gangway.Problem;
import gangway.host.ActingHost;
import gangway.host.ActingHost.Failure;
import gangway.host.GuideHost;
import gangway.host.MkinitfsImages;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;

/** A host whose initramfs mkinitfs builds, as on Alpine Linux. */
class HideAtBootWithMkinitfsTest {
  private final GuideHost host = MkinitfsImages.install(new GuideHost());
  private final BootOperator operator = new BootOperator(host);

  @Test
  void hideAddsAFeatureAndReplacesTheImageByANewOne() {
    String before = host.text(SETTINGS);

    ActingHost machine = operator.perform(hide(LASTING, CARD));

    assertThat(machine.acts())
        .containsExactly(
            "replace /etc/mkinitfs/features.d/gangway.modules",
            "replace /etc/mkinitfs/features.d/gangway.files",
            "replace /etc/mkinitfs/mkinitfs.conf",
            "replace /etc/modprobe.d/gangway.conf",
            "run mkinitfs -o /boot/gangway-new-initramfs-amd64 6.1.0-37-amd64",
            "sync /boot/gangway-new-initramfs-amd64",
            "move /boot/gangway-new-initramfs-amd64 to /boot/initramfs-amd64",
            "write /var/lib/gangway/hardware.json, 600");
    assertThat(host.text(FEATURES + "/gangway.modules"))
        .isEqualTo("kernel/drivers/xen/xen-pciback/xen-pciback.ko*\n");
    assertThat(host.text(FEATURES + "/gangway.files")).isEqualTo("/etc/modprobe.d/gangway.conf\n");
    assertThat(host.text(SETTINGS))
        .isEqualTo(
            before
                + "# Written by gangway: 'gangway hide' and 'gangway unhide' keep these lines.\n"
                + "features=\"$features gangway\"\n");
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
    assertThat(host.text(IMAGE)).as("the other function stays hidden").contains("xen-pciback.ko");

    operator.perform(unhide(LASTING, TWIN));

    assertThat(host.changesSince(before)).isEmpty();
  }

  @Test
  void aListByHandHidesNothingForCertainUntilTheImageHasPciback() {
    host.put(
        "etc/modprobe.d/a.conf",
        "options xen-pciback hide=(0000:09:00.0)\nsoftdep e1000e pre: xen-pciback\n");
    assertThat(operator.function(CARD).atBoot().doubt())
        .hasValue(
            "not known: the initramfs does not contain xen-pciback: no feature of mkinitfs has it");

    operator.perform(hide(LASTING, CARD));

    assertThat(operator.function(CARD).hiddenAfterReboot()).isTrue();
  }

  @Test
  void ifMkinitfsFailsTheOldImageStaysAndTheFilesAreRestored() {
    SortedMap<String, String> before = host.everything();
    ActingHost machine = host.machine().failing(5, Failure.NOT_DONE).failing(10, Failure.NOT_DONE);

    Problem problem = BootOperator.refused(machine, hide(LASTING, CARD));

    assertThat(problem.kind()).isEqualTo(Problem.Kind.FAILED);
    assertThat(host.changesSince(before)).isEmpty();
  }

  @Test
  void anImageWithoutItsProgramsNeverReplacesTheOldOneAlthoughMkinitfsReportsSuccess() {
    String before = host.text(IMAGE);
    host.without(LDDTREE);

    Problem problem = operator.refused(hide(LASTING, CARD));

    assertThat(problem.evidence())
        .anyMatch(line -> line.contains("has built an initramfs image without busybox"));
    assertThat(host.text(IMAGE)).isEqualTo(before);
  }

  @Test
  void modprobeOfBusyBoxIsRefusedBecauseItMayIgnoreWhatLoadsPcibackFirst() {
    host.without("sbin/modprobe").put("bin/busybox", "").link("sbin/modprobe", "../bin/busybox");

    refusedFor(
        "modprobe is not kmod's: it may ignore the lines that load pciback first (install the"
            + " package kmod)");
  }

  @Test
  void settingsWithoutFeaturesAreRefusedBecauseTheImageWouldHaveGangwaysAlone() {
    host.put(SETTINGS, "# features=\"base\"\n");

    refusedFor("/etc/mkinitfs/mkinitfs.conf does not set features= with the feature base");
  }

  @Test
  void settingsWithLinesOfWindowsAreRefused() {
    host.put(SETTINGS, "features=\"ata base\"\r\n# x\r\n");

    refusedFor("/etc/mkinitfs/mkinitfs.conf has lines that end in CR LF");
  }

  @Test
  void settingsBehindALinkAreNotTouched() {
    host.put("etc/other.conf", host.text(SETTINGS))
        .without(SETTINGS)
        .link(SETTINGS, "../other.conf");

    refusedFor("/etc/mkinitfs/mkinitfs.conf is reached by a symbolic link");
  }

  @Test
  void twoKernelsOfOneFlavorAreRefusedBecauseOneImageIsForBoth() {
    host.put("lib/modules/6.12.1-0-amd64/modules.dep", "");

    refusedFor("the kernel of /boot/initramfs-amd64 has no modules, or it is not known which ones");
  }

  @Test
  void aHostWhoseRootIsInMemoryIsRefused() {
    host.put(
        "proc/self/mountinfo",
        "21 27 0:20 / /sys rw - sysfs sysfs rw\n27 1 0:2 / / rw,relatime - tmpfs tmpfs rw\n");

    refusedFor(
        "the root file system is in memory (tmpfs), so changed settings are lost at the next boot");
  }

  @Test
  void anImageOfAnotherToolIsRefused() {
    host.put(IMAGE, "FILE init\n#!/bin/sh\n");

    refusedFor(
        "mkinitfs is installed, but not all initramfs images are made by it:"
            + " /boot/initramfs-amd64 by an unknown tool");
  }

  private void refusedFor(String why) {
    operator.foreignInitramfs(hide(LASTING, CARD), why);
  }
}
