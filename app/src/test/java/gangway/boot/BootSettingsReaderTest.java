package gangway.boot;

import static gangway.pci.Examples.address;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BootSettingsReaderTest {
  private static final String NINE = "options xen-pciback hide=(0000:09:00.0)\n";
  private static final String TEN = "options xen-pciback hide=(0000:0a:04.1)\n";

  private final BootFiles host = new BootFiles();

  @Test
  void aModernHostUsesModprobeD() {
    assertThat(host.settings().dialect()).isEqualTo(Dialect.MODPROBE_D);
    assertThat(host.settings().effective()).isEmpty();
  }

  @Test
  void aHostWithModprobeConfUsesTheDialectOfTheGuide() {
    host.put("/etc/modprobe.conf", "options pciback hide=(0000:09:00.0)(0000:0a:04.1)\n");
    assertThat(host.settings().dialect()).isEqualTo(Dialect.MODPROBE_CONF);
    assertThat(host.settings().hiding(address("0a:04.1")).orElseThrow().place())
        .isEqualTo("/etc/modprobe.conf:1");
  }

  @Test
  void withKmodAnOldModprobeConfIsIgnored() {
    host.put("/etc/modprobe.conf", NINE).link("/sbin/modprobe", "/usr/bin/kmod");
    assertThat(host.settings().dialect()).isEqualTo(Dialect.MODPROBE_D);
    assertThat(host.settings().settings()).isEmpty();
  }

  @Test
  void theListInTheLastFileByNameTakesEffectRegardlessOfItsFolder() {
    host.put("/usr/lib/modprobe.d/zz.conf", TEN).put("/etc/modprobe.d/aa.conf", NINE);
    assertThat(host.settings().effective().orElseThrow().place())
        .isEqualTo("/usr/lib/modprobe.d/zz.conf:1");
    assertThat(host.settings().hiding(address("0a:04.1"))).isPresent();
    assertThat(host.settings().hiding(address("09:00.0"))).isEmpty();
  }

  @Test
  void aFileInEtcOverridesFilesWithTheSameName() {
    host.put("/etc/modprobe.d/x.conf", NINE).put("/lib/modprobe.d/x.conf", TEN);
    assertThat(host.settings().settings()).hasSize(1);
    assertThat(host.settings().hiding(address("09:00.0"))).isPresent();
  }

  @Test
  void filesThatKmodDoesNotReadAreIgnored() {
    host.put("/etc/modprobe.d/x.conf.dpkg-old", NINE)
        .put("/etc/modprobe.d/README", NINE)
        .put("/etc/modprobe.d/.x.conf", NINE);
    assertThat(host.settings().settings()).isEmpty();
    host.put("/etc/modprobe.d/y.alias", NINE);
    assertThat(host.settings().settings()).hasSize(1);
  }

  @Test
  void moduleInitToolsReadsEveryFile() {
    host.put("/etc/modprobe.conf", "alias eth0 bnx2\n").put("/etc/modprobe.d/xen", NINE);
    assertThat(host.settings().hiding(address("09:00.0"))).isPresent();
  }

  @Test
  void onlyTheLastListCounts() {
    host.put("/etc/modprobe.d/x.conf", NINE + "# between\n" + TEN);
    assertThat(host.settings().settings()).hasSize(2);
    assertThat(host.settings().effective().orElseThrow().line()).isEqualTo(3);
    assertThat(host.settings().hiding(address("09:00.0"))).isEmpty();
  }

  @Test
  void theKernelsCommandLineComesLast() {
    host.put("/etc/modprobe.d/x.conf", NINE)
        .put("/proc/cmdline", "root=/dev/sda1 ro xen-pciback.hide=(0000:0a:04.1) quiet\n");
    HideSetting set = host.settings().effective().orElseThrow();
    assertThat(set.kind()).isEqualTo(HideSetting.Kind.COMMAND_LINE);
    assertThat(set.place()).isEqualTo("/proc/cmdline:1");
    assertThat(set.list()).hasToString("(0000:0a:04.1)");
  }

  @Test
  void grubsDefaultsAreReadWithoutComments() {
    host.put(
        "/etc/default/grub",
        """
        # GRUB_CMDLINE_LINUX="pciback.hide=(0000:01:00.0)"
        GRUB_CMDLINE_LINUX="quiet xen_pciback.hide=(0000:09:00.0)"
        """);
    HideSetting set = host.settings().effective().orElseThrow();
    assertThat(set.place()).isEqualTo("/etc/default/grub:2");
    assertThat(set.list()).hasToString("(0000:09:00.0)");
  }

  @Test
  void kmodDoesNotReadTheOldNameOfTheModule() {
    // kmod 30: 'modprobe --show-depends xen-pciback' has no option of 'options pciback'
    host.put("/etc/modprobe.d/x.conf", "options pciback hide=(09:00.0)\n")
        .put("/proc/cmdline", "pciback.hide=(0a:04.1)\n");
    assertThat(host.settings().settings()).isEmpty();
    assertThat(host.settings().unread())
        .extracting(list -> list.setting().place())
        .containsExactly("/etc/modprobe.d/x.conf:1", "/proc/cmdline:1");
  }

  @Test
  void moduleInitToolsReadsTheOldNameOfTheModule() {
    host.put("/etc/modprobe.conf", "options pciback hide=(09:00.0)\n");
    assertThat(host.settings().unread()).isEmpty();
    assertThat(host.settings().hiding(address("09:00.0"))).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ro xen-pciback.hide=\"(0000:09:00.0) (0000:0a:04.1)\" quiet",
        "ro \"xen-pciback.hide=(0000:09:00.0) (0000:0a:04.1)\" quiet",
        "xen_pciback.hide=(0000:01:00.0) xen-pciback.hide=(0000:09:00.0)(0000:0a:04.1)"
      })
  void theCommandLineIsReadAsTheKernelReadsIt(String line) {
    host.put("/proc/cmdline", line + "\n");
    assertThat(host.settings().effective().orElseThrow().list())
        .hasToString("(0000:09:00.0)(0000:0a:04.1)");
  }

  @Test
  void singleQuotesOnTheCommandLineAreAnError() {
    host.put("/proc/cmdline", "xen-pciback.hide='(0000:09:00.0)'\n");
    assertThat(host.settings().effective().orElseThrow().list().sound()).isFalse();
  }

  @Test
  void aBlankOutsideQuotesCutsTheListOff() {
    host.put("/etc/modprobe.d/x.conf", "options xen-pciback hide=(08:00.0) (09:00.0)\n");
    HideSetting set = host.settings().effective().orElseThrow();
    assertThat(set.list()).hasToString("(0000:08:00.0)");
    assertThat(set.cutOff()).containsExactly("(09:00.0)");
    host.put("/proc/cmdline", "xen-pciback.hide=(08:00.0) (09:00.0) quiet\n");
    assertThat(host.settings().effective().orElseThrow().cutOff()).containsExactly("(09:00.0)");
  }

  @Test
  void grubsVariablesAreReadAsShellAndGrubReadThem() {
    host.put(
        "/etc/default/grub",
        """
        HIDE='xen-pciback.hide=(0000:09:00.0)' # of pv1
        export GRUB_CMDLINE_LINUX_DEFAULT="quiet \\
          ${HIDE}"
        GRUB_CMDLINE_LINUX_DEFAULT+="(0000:0a:04.1)"
        """);
    HideSetting set = host.settings().effective().orElseThrow();
    assertThat(set.list()).hasToString("(0000:09:00.0)(0000:0a:04.1)");
    assertThat(set.place()).isEqualTo("/etc/default/grub:4");
  }

  @Test
  void theCommandLineOfXenHidesNothing() {
    host.put("/etc/default/grub", "GRUB_CMDLINE_XEN=\"xen-pciback.hide=(09:00.0)\"\n");
    assertThat(host.settings().settings()).isEmpty();
    assertThat(host.settings().unread())
        .singleElement()
        .extracting(UnreadList::why)
        .asString()
        .contains("command line of Xen");
  }

  @Test
  void aReplacedVariableOfGrubHidesNothing() {
    host.put(
        "/etc/default/grub",
        """
        GRUB_CMDLINE_LINUX="xen-pciback.hide=(09:00.0)"
        GRUB_CMDLINE_LINUX_XEN_REPLACE="ro"
        """);
    assertThat(host.settings().settings()).isEmpty();
    assertThat(host.settings().unread()).hasSize(1);
    host.put(
        "/etc/default/grub",
        "GRUB_CMDLINE_LINUX=ro\nGRUB_CMDLINE_LINUX_XEN_REPLACE=xen-pciback.hide='(09:00.0)'\n");
    assertThat(host.settings().hiding(address("09:00.0"))).isPresent();
  }

  @Test
  void aBuiltInPcibackReadsTheCommandLineOnly() {
    host.put("/etc/modprobe.d/x.conf", NINE)
        .put("/proc/sys/kernel/osrelease", "6.1.0\n")
        .put(
            "/lib/modules/6.1.0/modules.builtin",
            "kernel/drivers/xen/xen-pciback/xen-pciback.ko\n");
    assertThat(host.settings().pcibackBuiltIn()).isTrue();
    assertThat(host.settings().settings()).isEmpty();
    assertThat(host.settings().unread()).hasSize(1);
    host.put("/proc/cmdline", "xen-pciback.hide=(0a:04.1) -- xen-pciback.hide=(09:00.0)\n");
    assertThat(host.settings().hiding(address("0a:04.1"))).isPresent();
  }

  @Test
  void withTheOptionsOfQubesUsbControllersAreHiddenByItsInitramfs() {
    host.put("/proc/cmdline", "rd.qubes.hide_pci=03:00.0,04:00.0 rd.qubes.hide_all_usb\n");
    QubesHiding qubes = host.settings().qubes();
    assertThat(qubes.functions()).containsExactlyInAnyOrder(address("03:00.0"), address("04:00.0"));
    assertThat(qubes.allUsb()).isTrue();
    assertThat(qubes.allNetwork()).as("without its module of dracut").isFalse();
  }

  @Test
  void aListThatCannotBeReadHidesNothing() {
    host.put("/etc/modprobe.d/x.conf", "options xen-pciback hide=(0000:09:00.0)(82.0.0)\n");
    assertThat(host.settings().effective().orElseThrow().list().sound()).isFalse();
    assertThat(host.settings().hiding(address("09:00.0"))).isEmpty();
  }
}
