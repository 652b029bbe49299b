package gangway.boot;

import static gangway.pci.Examples.address;
import static org.assertj.core.api.Assertions.assertThat;

import gangway.Answer;
import gangway.pci.PciAddress;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * {@code module_blacklist=} on the kernel command line. The kernel checks it
 * (kernel/module/main.c); kmod does not read it, and ends at a refused module that is not a soft
 * dependency (libkmod/libkmod-module.c, {@code kmod_module_probe_insert_module}).
 */
class RefusedModulesTest {
  private static final PciAddress NINE = address("0000:09:00.0");
  private static final String SOFTDEP = "softdep r8169 pre: xen-pciback\n";
  private static final Path MODULES_LOAD = Path.of("/etc/modules-load.d/gangway.conf");

  private final BootFiles host =
      new BootFiles()
          .put("/proc/sys/kernel/osrelease", "6.1.0\n")
          .put(
              "/lib/modules/6.1.0/modules.dep",
              "kernel/r8169.ko: kernel/realtek.ko\nkernel/realtek.ko:\n")
          .put("/etc/modprobe.d/list.conf", "options xen-pciback hide=(09:00.0)\n")
          .put("/etc/modprobe.d/softdep.conf", SOFTDEP);

  @Test
  void aRefusedPcibackHidesNothing() {
    assertThat(with("module_blacklist=xen_pciback").hidden()).isEqualTo(Answer.NO);
    assertThat(with("quiet module_blacklist=nouveau,xen_pciback").doubt().orElseThrow())
        .isEqualTo(
            "the kernel refuses to load pciback: module_blacklist= in the kernel command line"
                + " (/proc/cmdline) names it");
    host.put("/etc/modules-load.d/x.conf", "xen-pciback\n");
    assertThat(with("module-blacklist=\"xen_pciback\"").hidden()).isEqualTo(Answer.NO);
  }

  @Test
  void theNextKernelCommandLineCountsToo() {
    host.put("/etc/default/grub", "GRUB_CMDLINE_LINUX=\"module_blacklist=xen_pciback\"\n");
    assertThat(with("quiet").hidden()).isEqualTo(Answer.NO);
    assertThat(host.settings().pcibackRefusedNow()).isEmpty();
    assertThat(host.settings().pcibackRefusedAtBoot())
        .contains("the boot loader's settings (/etc/default/grub)");
    host.put("/etc/default/grub", "GRUB_CMDLINE_XEN=\"module_blacklist=xen_pciback\"\n");
    assertThat(with("quiet").hidden()).isEqualTo(Answer.YES);
  }

  @Test
  void namesAreComparedExactlyAndTheLastParameterCounts() {
    assertThat(with("module_blacklist=xen-pciback").hidden()).isEqualTo(Answer.YES);
    assertThat(with("module_blacklist=xen_pciback module_blacklist=nouveau").hidden())
        .isEqualTo(Answer.YES);
    assertThat(with("quiet -- module_blacklist=xen_pciback").hidden()).isEqualTo(Answer.YES);
  }

  @Test
  void aBuiltInPcibackIsNotRefused() {
    host.put("/sys/module/xen_pciback/parameters", "");
    assertThat(with("xen-pciback.hide=(09:00.0) module_blacklist=xen_pciback").hidden())
        .isEqualTo(Answer.YES);
    assertThat(host.settings().pcibackRefusedNow()).isEmpty();
  }

  @Test
  void modprobeLoadsTheSoftDependenciesOfARefusedDriver() {
    assertThat(with("module_blacklist=r8169").hidden()).isEqualTo(Answer.YES);
    host.put("/etc/modprobe.d/softdep.conf", "");
    assertThat(with("module_blacklist=r8169").hidden()).isEqualTo(Answer.UNKNOWN);
    assertThat(with("module_blacklist=r8169").doubt().orElseThrow())
        .isEqualTo(
            "not known: the kernel refuses to load driver r8169 (module_blacklist=), and no setting"
                + " loads pciback at boot");
    host.put("/etc/modules-load.d/x.conf", "xen-pciback\n");
    assertThat(with("module_blacklist=r8169").hidden()).isEqualTo(Answer.YES);
  }

  @Test
  void modprobeEndsAtARefusedModuleThatTheDriverNeeds() {
    assertThat(with("module_blacklist=realtek").hidden()).isEqualTo(Answer.UNKNOWN);
    host.put("/etc/modprobe.d/softdep.conf", "softdep realtek pre: xen-pciback\n");
    assertThat(with("module_blacklist=realtek").hidden()).isEqualTo(Answer.YES);
  }

  @Test
  void aRefusedSoftDependencyDoesNotEndModprobe() {
    host.put("/etc/modprobe.d/softdep.conf", "softdep r8169 pre: other xen-pciback\n");
    assertThat(with("module_blacklist=other").hidden()).isEqualTo(Answer.YES);
  }

  @Test
  void hideLoadsPcibackItselfIfTheDriverIsRefused() {
    host.put("/proc/cmdline", "module_blacklist=realtek\n");
    assertThat(host.settings().hide(Map.of(NINE, Set.of("r8169"))))
        .extracting(FileEdit::file)
        .contains(MODULES_LOAD);
    host.put("/proc/cmdline", "quiet\n");
    assertThat(host.settings().hide(Map.of(NINE, Set.of("r8169")))).isEmpty();
  }

  private AtBoot with(String commandLine) {
    host.put("/proc/cmdline", commandLine + "\n");
    return host.settings().atBoot(NINE, new Claimants.Modules(Set.of("r8169")));
  }
}
