package gangway.cli;

import static gangway.host.GuideHost.CARD;
import static gangway.host.GuideHost.OTHER_TWIN;
import static gangway.host.GuideHost.TWIN;
import static org.assertj.core.api.Assertions.assertThat;

import gangway.MemoryFolder;
import gangway.host.GuideHost;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** boot-config without addresses: what is hidden now and after the next boot, and why. */
class BootStateTest {
  private static final String LIST = "etc/modprobe.d/gangway.conf";

  @TempDir(factory = MemoryFolder.class)
  private Path folder;

  private GuideHost host;

  @BeforeEach
  void host() {
    host = new GuideHost(folder);
  }

  @Test
  void withoutAnySettingNothingIsHidden() {
    assertThat(text())
        .containsExactly(
            "no list of functions to hide at boot is set",
            "no function is hidden, now or after the next boot");
    assertThat(json()).contains("builtIn=false").noneMatch(line -> line.startsWith("functions["));
  }

  @Test
  void whatIsHiddenNowAndAfterRebootHasNoDifference() {
    host.hidden(CARD)
        .put(LIST, "options xen-pciback hide=(09:00.0)\nsoftdep e1000e pre: xen-pciback\n");
    assertThat(text())
        .containsExactly(
            "in effect: /etc/modprobe.d/gangway.conf:1: hide=(0000:09:00.0)",
            "loads pciback: /etc/modprobe.d/gangway.conf:2: softdep e1000e pre: xen-pciback",
            "ADDRESS       NOW     AFTER REBOOT  SET IN",
            "0000:09:00.0  hidden  hidden        /etc/modprobe.d/gangway.conf:1");
    assertThat(json())
        .contains("functions[0].hidden.afterReboot=true")
        .noneMatch(line -> line.contains("difference"));
  }

  @Test
  void whatIsHiddenOnlyNowCanBeHiddenAlsoAfterRebootOrReturned() {
    host.hidden(CARD);
    assertThat(text())
        .endsWith(
            "0000:09:00.0 is hidden now, but not after the next boot: no list in effect names it",
            "  hide it also after reboot: gangway hide --boot 0000:09:00.0",
            "  return it to its dom0 driver now: gangway unhide --now 0000:09:00.0");
  }

  /** A guest would lose the function. */
  @Test
  void whatAGuestHasIsNotReturned() {
    host.hidden(CARD).given(3, CARD);
    assertThat(Run.on(host.machine(), List.of("boot-config", "--json")).json())
        .contains("functions[0].owner.kind=guest", "functions[0].difference.kind=not-after-reboot")
        .noneMatch(line -> line.contains("unhide"));
  }

  @Test
  void whatIsHiddenOnlyAfterRebootCanBeHiddenNowOrTakenFromTheList() {
    host.put(LIST, "options xen-pciback hide=(09:00.0)\nsoftdep e1000e pre: xen-pciback\n");
    assertThat(text())
        .endsWith(
            "0000:09:00.0 is not hidden now, but after the next boot:"
                + " /etc/modprobe.d/gangway.conf:1 names it",
            "  hide it now: gangway hide --now 0000:09:00.0",
            "  do not hide it after reboot: gangway unhide --boot 0000:09:00.0");
    assertThat(json()).contains("functions[0].difference.kind=only-after-reboot");
  }

  /** Gangway does not edit the kernel command line, and a group hides other functions too. */
  @Test
  void noCommandIsOfferedThatGangwayWouldRefuse() {
    host.put("etc/default/grub", "GRUB_CMDLINE_LINUX=\"xen-pciback.hide=(09:00.0)\"\n")
        .put("etc/modprobe.d/a.conf", "softdep e1000e pre: xen-pciback\n");
    assertThat(json())
        .contains("lists[0].onCommandLine=true")
        .noneMatch(line -> line.contains("unhide"));
    host.without("etc/default/grub")
        .put(LIST, "options xen-pciback hide=(0a:04.*)\nsoftdep e1000 pre: xen-pciback\n");
    List<String> json = json();
    assertThat(json)
        .contains("functions[0].address=" + TWIN, "functions[1].address=" + OTHER_TWIN)
        .noneMatch(line -> line.contains("unhide"));
  }

  /** The driver takes the function before pciback is loaded. */
  @Test
  void aListThatComesTooLateIsExplained() {
    host.put(LIST, "options xen-pciback hide=(09:00.0)\n");
    assertThat(json())
        .contains(
            "functions[0].hidden.afterReboot=false",
            "functions[0].difference.kind=named-without-effect")
        .anyMatch(line ->
            line.startsWith("functions[0].difference.message=a list names 0000:09:00.0, but")
                && line.contains("e1000e"));
    host.hidden(CARD);
    assertThat(json()).contains("functions[0].difference.kind=not-after-reboot");
  }

  @Test
  void whatIsNotKnownIsSaidToBeNotKnown() {
    host.put(LIST, "options xen-pciback hide=(09:00.0)\n")
        .put("etc/modules-load.d/x.conf", "xen-pciback\n");
    assertThat(json())
        .contains("functions[0].difference.kind=unknown", "loaders[0]=/etc/modules-load.d/x.conf");
    assertThat(text()).anyMatch(line -> line.contains("  not known  "));
  }

  @Test
  void listsWithoutEffectAreNamedWithTheReason() {
    host.put("etc/modprobe.d/a.conf", "options xen-pciback hide=(0a:04.0)\n")
        .put("etc/modprobe.d/b.conf", "options xen-pciback hide=(0b:00.0)\n")
        .put("etc/modprobe.d/c.conf", "options pciback hide=(09:00.0)\n");
    assertThat(text())
        .startsWith(
            "in effect: /etc/modprobe.d/b.conf:1: hide=(0000:0b:00.0)",
            "  this machine has no function (0000:0b:00.0)",
            "no effect: /etc/modprobe.d/a.conf:1: hide=(0000:0a:04.0)",
            "  of several lists only the last one counts, /etc/modprobe.d/b.conf:1",
            "no effect: /etc/modprobe.d/c.conf:1: hide=(0000:09:00.0)");
    assertThat(json()).contains("lists[0].absent[0]=(0000:0b:00.0)");
  }

  @Test
  void aListWithASyntaxErrorHidesNothing() {
    host.put(LIST, "options xen-pciback hide=(09:00.0)(oops)\nsoftdep e1000e pre: xen-pciback\n");
    assertThat(json())
        .contains("lists[0].syntaxError=(oops)")
        .anyMatch(line -> line.startsWith("lists[0].noEffect=because of the syntax error"))
        .noneMatch(line -> line.contains("afterReboot=true"));
  }

  @Test
  void whatQubesHidesIsNoDifference() {
    host.hidden(CARD).put("proc/cmdline", "ro rd.qubes.hide_pci=09:00.0\n");
    assertThat(json())
        .contains("functions[0].hidden.afterReboot=true")
        .anyMatch(line -> line.startsWith("functions[0].otherwise=Qubes OS hides it"))
        .noneMatch(line -> line.contains("difference"));
  }

  @Test
  void theOptionsForFunctionsNeedFunctions() {
    assertThat(Run.on(folder, "boot-config", "--driver", "e1000e").exit())
        .isEqualTo(ExitCode.USAGE);
  }

  private List<String> text() {
    Run run = Run.on(folder, "boot-config");
    assertThat(run.exit()).as(run.err()).isEqualTo(ExitCode.DONE);
    return run.lines();
  }

  private List<String> json() {
    return Run.on(folder, "boot-config", "--json").json();
  }
}
