package gangway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import gangway.MemoryFolder;
import gangway.host.GrubTool;
import gangway.host.GuideHost;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BootConfigCommandTest {
  @TempDir(factory = MemoryFolder.class)
  private Path folder;

  private GuideHost host;

  @BeforeEach
  void host() {
    host = new GuideHost(folder);
  }

  @Test
  void theSettingsForModprobeConfAreThoseOfTheGuide() {
    Run run =
        Run.on(folder, "boot-config", "--dialect", "modprobe.conf", "--driver", "bnx2", "09:00.0");
    assertThat(run.exit()).isEqualTo(ExitCode.DONE);
    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .isEqualTo(
            """
            install bnx2 /sbin/modprobe pciback; /sbin/modprobe --first-time --ignore-install bnx2
            options pciback hide=(0000:09:00.0)
            """);
  }

  @Test
  void severalFunctionsAreOneList() {
    assertThat(
            Run.on(
                    folder,
                    "boot-config",
                    "--dialect=modprobe.conf",
                    "--driver=bnx2",
                    "0000:09:00.0",
                    "0000:0a:04.1")
                .lines())
        .contains("options pciback hide=(0000:09:00.0)(0000:0a:04.1)");
  }

  @Test
  void theDefaultDialectAndDriversAreThoseOfThisMachine() {
    assertThat(Run.on(folder, "boot-config", "09:00.0", "0a:04.0", "0a:04.1").out())
        .isEqualTo(
            """
            softdep e1000e pre: xen-pciback
            softdep e1000 pre: xen-pciback
            options xen-pciback hide=(0000:09:00.0)(0000:0a:04.0)(0000:0a:04.1)
            """);
    host.without("sbin/modprobe").put("sbin/modprobe", "").put("etc/modprobe.conf", "");
    assertThat(Run.on(folder, "boot-config", "09:00.0").lines())
        .last()
        .isEqualTo("options pciback hide=(0000:09:00.0)");
  }

  @Test
  void aListThatExistsIsPrintedAsAWhole() {
    host.put("etc/modprobe.d/a.conf", "options xen-pciback hide=(0a:04.0)\n");
    Run run = Run.on(folder, "boot-config", "09:00.0");
    assertThat(run.lines())
        .containsExactly(
            "softdep e1000e pre: xen-pciback",
            "options xen-pciback hide=(0000:0a:04.0)(0000:09:00.0)");
    assertThat(run.err()).contains("already has a list in /etc/modprobe.d/a.conf:1");
  }

  @Test
  void aListOnTheKernelCommandLineIsPrintedForTheKernelCommandLine() {
    host.put("proc/cmdline", "ro xen-pciback.hide=(0a:04.0)\n");
    Run run = Run.on(folder, "boot-config", "09:00.0");
    assertThat(run.lines()).last().isEqualTo("xen-pciback.hide=(0000:0a:04.0)(0000:09:00.0)");
    assertThat(run.err()).contains("already has a list in /proc/cmdline:1");
  }

  @Test
  void onAHostWithBuiltInPcibackTheListIsForTheKernelCommandLine() {
    GrubTool.buildPcibackIn(host);
    assertThat(Run.on(folder, "boot-config", "09:00.0").out())
        .isEqualTo("xen-pciback.hide=(0000:09:00.0)\n");
  }

  @Test
  void anUnknownDriverIsReportedAndTheListIsPrinted() {
    Run run = Run.on(folder, "boot-config", "0b:00.0");
    assertThat(run.exit()).isEqualTo(ExitCode.DONE);
    assertThat(run.out()).isEqualTo("options xen-pciback hide=(0000:0b:00.0)\n");
    assertThat(run.err())
        .isEqualTo("the driver of 0000:0b:00.0 is unknown on this machine: add --driver MODULE\n");
  }

  @Test
  void aFunctionOutsideXenIsRefused() {
    host.function("0000:00:0e.0", "8086:9a0b", "10400", "vmd")
        .function("0000:00:0e.0/pci10000:e0/10000:e1:00.0", "8086:f1a8", "10802", "nvme");
    Run run = Run.on(folder, "boot-config", "09:00.0", "10000:e1:00.0");
    assertThat(run.exit()).isEqualTo(ExitCode.REFUSED);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .contains("Xen does not know 10000:e1:00.0")
        .contains("fix: hide and attach 0000:00:0e.0 instead");
    assertThat(Run.on(folder, "boot-config", "10001:00:00.0").err())
        .contains("fix: use a device in a PCI domain up to ffff");
  }

  @Test
  void anUnknownDialectIsRefusedWithTheKnownDialects() {
    Run run = Run.on(folder, "boot-config", "--dialect", "grub", "09:00.0");
    assertThat(run.exit()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err())
        .isEqualTo(
            """
            gangway: unknown dialect 'grub'
            fix: use modprobe.d or modprobe.conf
            """);
  }
}
