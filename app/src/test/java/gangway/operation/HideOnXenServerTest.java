package gangway.operation;

import static gangway.check.Requests.LASTING;
import static gangway.check.Requests.hide;
import static gangway.check.Requests.unhide;
import static gangway.host.GuideHost.CARD;
import static gangway.host.GuideHost.TWIN;
import static gangway.host.XenServerTool.BIOS;
import static gangway.host.XenServerTool.PROGRAM;
import static gangway.host.XenServerTool.UEFI;
import static org.assertj.core.api.Assertions.assertThat;

import gangway.Problem;
import gangway.check.Checks;
import gangway.check.Finding;
import gangway.host.ActingHost;
import gangway.host.GuideHost;
import gangway.host.XenServerTool;
import java.util.List;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** XenServer and XCP-ng store the list on the kernel command line, by a tool that XAPI uses too. */
class HideOnXenServerTest {
  private final GuideHost host = XenServerTool.install(new GuideHost());
  private final BootOperator operator = new BootOperator(host);

  @Test
  void hideRunsTheToolOfTheSystemAndNothingElse() {
    ActingHost machine = operator.perform(hide(LASTING, CARD));

    assertThat(machine.acts())
        .containsExactly(
            "run " + PROGRAM + " --set-dom0 xen-pciback.hide=(0000:09:00.0)",
            "write /var/lib/gangway/hardware.json, 600");
    assertThat(kernelLines(BIOS))
        .allMatch(line -> line.endsWith(" xen-pciback.hide=(0000:09:00.0)"));
    assertThat(operator.function(CARD).hiddenAfterReboot()).isTrue();
    assertThat(operator.function(TWIN).hiddenAfterReboot()).isFalse();
  }

  @Test
  void theListKeepsItsOtherFunctionsAndIsDeletedWithTheLastOne() {
    operator.perform(hide(LASTING, CARD));
    operator.perform(hide(LASTING, TWIN));
    assertThat(kernelLines(BIOS).getFirst())
        .endsWith(" xen-pciback.hide=(0000:09:00.0)(0000:0a:04.0)");
    operator.perform(unhide(LASTING, CARD));
    assertThat(kernelLines(BIOS).getFirst()).endsWith(" xen-pciback.hide=(0000:0a:04.0)");

    ActingHost machine = operator.perform(unhide(LASTING, TWIN));

    assertThat(machine.acts())
        .containsExactly("run " + PROGRAM + " --delete-dom0 xen-pciback.hide");
    assertThat(host.text(BIOS)).doesNotContain("xen-pciback");
  }

  @Test
  void unhideRestoresTheConfiguration() {
    String before = host.text(BIOS);
    operator.perform(hide(LASTING, CARD));
    assertThat(host.text(BIOS)).isNotEqualTo(before);

    operator.perform(unhide(LASTING, CARD));

    assertThat(host.text(BIOS)).isEqualTo(before);
  }

  /** Its configuration is on the EFI system partition, which other systems fill too. */
  @Test
  void aFullOrReadOnlyEfiSystemPartitionIsFoundBefore() {
    GuideHost uefi = XenServerTool.install(new GuideHost(), UEFI);

    efiSystemPartition(uefi, "rw", 500);
    assertThat(codes(uefi)).containsExactly("DISK-FULL");

    efiSystemPartition(uefi, "ro", 5000);
    assertThat(codes(uefi)).containsExactly("READ-ONLY");

    efiSystemPartition(uefi, "rw", 5000);
    assertThat(codes(uefi)).isEmpty();
  }

  private static void efiSystemPartition(GuideHost host, String option, int free) {
    host.put(
        "proc/self/mountinfo",
        """
        27 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
        28 27 8:2 / /boot/efi %s,relatime shared:2 - vfat /dev/sda2 %s
        """
            .formatted(option, option));
    host.answer(
        "df -P -k /var/lib /etc /boot /boot/efi/EFI/xenserver",
        """
        Filesystem     1024-blocks    Used Available Capacity Mounted on
        /dev/sda1         20511312 9384328  11127000      49%% /
        /dev/sda1         20511312 9384328  11127000      49%% /
        /dev/sda1         20511312 9384328  11127000      49%% /
        /dev/sda2           500000  400000  %8d      26%% /boot/efi
        """
            .formatted(free));
  }

  private static List<String> codes(GuideHost host) {
    return Checks.of(host.observed(), hide(LASTING, CARD)).stream()
        .filter(Finding::blocks)
        .map(Finding::code)
        .toList();
  }

  @Test
  void whatTheToolCompletesBesidesTheListIsNoFailure() {
    XenServerTool.ofEarlierVersion(host);

    operator.perform(hide(LASTING, CARD));

    assertThat(host.text(BIOS)).contains("set default=$override_entry");
    assertThat(operator.function(CARD).hiddenAfterReboot()).isTrue();
  }

  @Test
  void aUefiMachineHasAnotherConfiguration() {
    GuideHost uefi = XenServerTool.install(new GuideHost(), UEFI);
    uefi.put(BIOS, "# left by an earlier installation\n");

    new BootOperator(uefi).perform(hide(LASTING, CARD));

    assertThat(uefi.text(UEFI)).contains("xen-pciback.hide=(0000:09:00.0)");
    assertThat(uefi.text(BIOS)).doesNotContain("xen-pciback");
  }

  @Test
  void aListThatXapiHasSetForTheNextBootIsKnownBeforeThatBoot() {
    set("(0000:09:00.0)");

    assertThat(operator.function(CARD).hiddenAfterReboot()).isTrue();
    assertThat(operator.function(CARD).namedIn().orElseThrow().place())
        .isEqualTo("/boot/grub/grub.cfg:14");
  }

  @Test
  void aListThatXapiHasDeletedSinceThisBootHidesNothing() {
    host.put("proc/cmdline", "root=LABEL=root-vgdorj xen-pciback.hide=(0000:09:00.0)\n");

    assertThat(operator.function(CARD).hiddenAfterReboot()).isFalse();
  }

  @Test
  void theEntryOfTheNextBootCounts() {
    host.put(
        BIOS,
        host.text(BIOS)
            .replace(
                "console=tty0 console=hvc0",
                "console=tty0 console=hvc0 xen-pciback.hide=(0000:09:00.0)"));
    assertThat(operator.function(CARD).hiddenAfterReboot()).isFalse();

    host.put("boot/grub/grubenv", "# GRUB Environment Block\noverride_entry=1\n####\n");
    assertThat(operator.function(CARD).hiddenAfterReboot()).isTrue();
  }

  @Test
  void aShortFormIsWrittenInFullBecauseXapiReads14Characters() {
    set("(9:0.0)");

    operator.perform(hide(LASTING, TWIN));

    assertThat(kernelLines(BIOS).getFirst())
        .endsWith(" xen-pciback.hide=(0000:09:00.0)(0000:0a:04.0)");
  }

  @Test
  void aGroupWithAStarIsRefusedBecauseXapiCannotReadIt() {
    set("(0000:09:00.*)");

    Problem problem = operator.refused(hide(LASTING, TWIN));

    assertThat(problem.blocker())
        .isEqualTo(
            "the list of functions hidden at boot has (0000:09:00.*), which XAPI cannot read");
    assertThat(problem.remedy())
        .contains(PROGRAM + " --set-dom0 \"xen-pciback.hide=(DDDD:BB:SS.F)...\"");
  }

  @Test
  void aSpellingThatXapiDoesNotKnowIsRefused() {
    host.put(
        BIOS,
        host.text(BIOS).replace("console=tty0\n", "console=tty0 xen_pciback.hide=(0a:04.0)\n"));

    assertThat(operator.refused(hide(LASTING, CARD)).remedy())
        .contains("remove all other spellings");
  }

  @Test
  void aListThatXenWouldCutOffIsRefused() {
    host.put(BIOS, host.text(BIOS).replace("nolvm", "nolvm " + "x".repeat(960)));
    SortedMap<String, String> before = host.everything();

    assertThat(operator.refused(hide(LASTING, CARD)).evidence())
        .singleElement()
        .asString()
        .endsWith("; allowed: 1023");
    assertThat(host.changesSince(before)).isEmpty();
  }

  @Test
  void aConfigurationThatThisBootDidNotUseIsNotTouched() {
    host.put("proc/cmdline", "root=LABEL=root-other\n");

    assertThat(operator.refused(hide(LASTING, CARD)).evidence())
        .anyMatch(line ->
            line.endsWith(
                "no entry in /boot/grub/grub.cfg has the root= of /proc/cmdline: this boot did not"
                    + " use it"));
  }

  @Test
  void aLinkIsNotTouchedBecauseTheToolWouldReplaceIt() {
    host.put("boot/other.cfg", host.text(BIOS)).without(BIOS).link(BIOS, "../other.cfg");

    assertThat(operator.refused(hide(LASTING, CARD)).evidence())
        .anyMatch(line -> line.contains("is reached by a symbolic link"));
  }

  @Test
  void withoutAConfigurationNothingIsDone() {
    host.without(BIOS);

    assertThat(operator.refused(hide(LASTING, CARD)).evidence())
        .anyMatch(line -> line.contains("none of the configurations exists"));
  }

  @Test
  void aKernelWithPcibackAsAModuleIsRefused() {
    host.put("sys/module/xen_pciback/initstate", "live\n")
        .put("usr/sbin/update-initramfs", "#!/bin/sh\n")
        .without(BIOS);

    assertThat(operator.refused(hide(LASTING, CARD)).blocker())
        .contains("pciback is a module of this kernel");
  }

  @Test
  void aToolThatSaysSomethingElseIsNotBelieved() {
    host.answer(PROGRAM + " --get-dom0 xen-pciback.hide", "\n");

    Problem problem = operator.refused(hide(LASTING, CARD));

    assertThat(problem.kind()).isEqualTo(Problem.Kind.FAILED);
    assertThat(host.text(BIOS)).doesNotContain("xen-pciback");
  }

  private void set(String list) {
    host.put(
        BIOS,
        host.text(BIOS)
            .replace("console=tty0\n", "console=tty0 xen-pciback.hide=%s\n".formatted(list)));
  }

  private List<String> kernelLines(String file) {
    return host.text(file)
        .lines()
        .filter(line -> line.contains("/boot/vmlinuz"))
        .flatMap(Stream::of)
        .toList();
  }
}
