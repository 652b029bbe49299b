package gangway.cli;

import static gangway.host.GuideHost.DISK;
import static org.assertj.core.api.Assertions.assertThat;

import gangway.MemoryFolder;
import gangway.host.GrubTool;
import gangway.host.GuideHost;
import gangway.host.XenServerTool;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BootConfigCommandTest {
  private static final String MODPROBE =
      """
      # /etc/modprobe.d/gangway.conf
      softdep igb pre: xen-pciback
      options xen-pciback hide=(0000:09:00.0)
      """;
  private static final String ARM =
      """
      # /etc/modprobe.d/gangway.conf, if pciback is a module; then rebuild the initramfs
      softdep igb pre: xen-pciback
      """;

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
    Run run = Run.on(folder, "boot-config", "--dialect", "lilo", "09:00.0");
    assertThat(run.exit()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err())
        .isEqualTo(
            """
            gangway: unknown dialect 'lilo'
            fix: use one of: modprobe.d, modprobe.conf, dracut, transactional-update, mkinitcpio, mkinitfs, nixos, grub, extlinux, xen-cmdline, qubes
            """);
  }

  @Test
  void forDracutTheLinesAreThoseOfBothFiles() {
    assertThat(forAnotherHost("dracut"))
        .isEqualTo(
            MODPROBE
                + """
                # /etc/dracut.conf.d/90-gangway.conf
                force_drivers+=" xen_pciback "
                install_items+=" /etc/modprobe.d/gangway.conf "
                # then run: dracut --force --regenerate-all
                """);
    assertThat(forAnotherHost("transactional-update"))
        .startsWith(MODPROBE)
        .endsWith("# then run: transactional-update initrd, and reboot\n");
  }

  @Test
  void forMkinitcpioTheModuleAndTheFileAreInItsSettings() {
    assertThat(forAnotherHost("mkinitcpio"))
        .isEqualTo(
            MODPROBE
                + """
                # /etc/mkinitcpio.conf.d/zz-gangway.conf
                MODULES+=(xen-pciback)
                FILES+=(/etc/modprobe.d/gangway.conf)
                # then run: mkinitcpio -P
                """);
  }

  @Test
  void forMkinitfsTheLinesAreAFeature() {
    assertThat(forAnotherHost("mkinitfs"))
        .isEqualTo(
            MODPROBE
                + """
                # /etc/mkinitfs/features.d/gangway.modules
                kernel/drivers/xen/xen-pciback/xen-pciback.ko*
                # /etc/mkinitfs/features.d/gangway.files
                /etc/modprobe.d/gangway.conf
                # end of /etc/mkinitfs/mkinitfs.conf
                features="$features gangway"
                # then run for each kernel: mkinitfs KERNEL-RELEASE
                """);
  }

  @Test
  void forNixosTheLinesAreOptionsOfItsConfiguration() {
    assertThat(forAnotherHost("nixos"))
        .isEqualTo(
            """
            # configuration.nix
            boot.initrd.kernelModules = [ "xen-pciback" ];
            boot.extraModprobeConfig = ''
              softdep igb pre: xen-pciback
              options xen-pciback hide=(0000:09:00.0)
            '';
            # then run: nixos-rebuild boot
            """);
  }

  @Test
  void forTheKernelCommandLineTheListIsAWordOfTheBootLoader() {
    assertThat(forAnotherHost("grub"))
        .isEqualTo(
            ARM
                + """
                # end of /etc/default/grub
                GRUB_CMDLINE_LINUX_XEN_REPLACE_DEFAULT="$GRUB_CMDLINE_LINUX_DEFAULT xen-pciback.hide=(0000:09:00.0)"
                # then run: update-grub, or grub2-mkconfig -o /boot/grub2/grub.cfg
                """);
    assertThat(forAnotherHost("extlinux"))
        .isEqualTo(
            ARM
                + """
                # /etc/update-extlinux.conf: add this word to default_kernel_opts (it is for entries without Xen, too)
                xen-pciback.hide=(0000:09:00.0)
                # then run: update-extlinux
                """);
    assertThat(forAnotherHost("xen-cmdline"))
        .isEqualTo(
            "/opt/xensource/libexec/xen-cmdline --set-dom0 \"xen-pciback.hide=(0000:09:00.0)\"\n");
  }

  @Test
  void forQubesTheListHasItsShortForm() {
    assertThat(forAnotherHost("qubes"))
        .isEqualTo(
            """
            # /etc/default/grub: add this word to GRUB_CMDLINE_LINUX (without network devices, which Qubes OS hides in any case)
            rd.qubes.hide_pci=09:00.0
            # then run: grub2-mkconfig -o /boot/grub2/grub.cfg
            """);
    assertThat(Run.on(folder, "boot-config", "--dialect=qubes", "0001:0b:00.0").err())
        .contains("Qubes OS hides only functions in the PCI domain 0000");
  }

  @Test
  void onQubesTheParameterKeepsItsFunctionsAndNamesNoNetworkDevice() {
    host.put("usr/lib/dracut/modules.d/90qubes-pciback/module-setup.sh", "")
        .put("proc/cmdline", "rd.qubes.hide_pci=0a:04.1\n");

    assertThat(Run.on(folder, "boot-config", "09:00.0", DISK).lines())
        .contains("rd.qubes.hide_pci=0a:04.1,00:1f.2");
  }

  @Test
  void onXcpNgTheLineIsTheCommandWithThePresentList() {
    XenServerTool.install(host);
    host.put(
        XenServerTool.BIOS,
        host.text(XenServerTool.BIOS)
            .replace("console=tty0\n", "console=tty0 xen-pciback.hide=(0000:0a:04.0)\n"));

    assertThat(Run.on(folder, "boot-config", "09:00.0").lines())
        .containsExactly(
            "/opt/xensource/libexec/xen-cmdline --set-dom0"
                + " \"xen-pciback.hide=(0000:0a:04.0)(0000:09:00.0)\"");
  }

  @Test
  void onNixosTheLinesAreForItsConfiguration() {
    host.without("usr/sbin/update-initramfs").put("etc/NIXOS", "");

    assertThat(Run.on(folder, "boot-config", "09:00.0").lines())
        .contains("  softdep e1000e pre: xen-pciback", "# then run: nixos-rebuild boot");
  }

  @Test
  void theListOfThisHostIsNotForAHostOfAnotherDialect() {
    host.put("etc/modprobe.d/a.conf", "options xen-pciback hide=(0a:04.0)\n");

    assertThat(forAnotherHost("dracut")).doesNotContain("0a:04.0");
  }

  private String forAnotherHost(String dialect) {
    Run run = Run.on(folder, "boot-config", "--dialect", dialect, "--driver", "igb", "09:00.0");
    assertThat(run.exit()).isEqualTo(ExitCode.DONE);
    return run.out();
  }
}
