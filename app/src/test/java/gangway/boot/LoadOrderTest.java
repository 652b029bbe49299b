package gangway.boot;

import static gangway.pci.Examples.address;
import static org.assertj.core.api.Assertions.assertThat;

import gangway.Answer;
import gangway.pci.DeviceId;
import gangway.pci.PciAddress;
import gangway.pci.PciClass;
import gangway.pci.PciFunction;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whether pciback takes a function before its driver. The answers for lines of modprobe's files are
 * those of {@code modprobe --show-depends} of kmod 30 with the same lines.
 */
class LoadOrderTest {
  private static final PciAddress NINE = address("0000:09:00.0");

  /** A NIC of the driver e1000e. */
  private static final PciFunction NIC =
      new PciFunction(
          NINE,
          new DeviceId(0x8086, 0x10d3),
          new DeviceId(0x8086, 0xa01f),
          new PciClass(0x20000),
          Optional.empty(),
          "pci:v00008086d000010D3sv00008086sd0000A01Fbc02sc00i00");

  private static final String LIST = "options xen-pciback hide=(09:00.0)\n";

  private final BootFiles host = new BootFiles().put("/etc/modprobe.d/list.conf", LIST);

  @Test
  void aListAloneDoesNotHide() {
    assertThat(atBoot("r8169").hidden()).isEqualTo(Answer.NO);
    assertThat(atBoot("r8169").doubt())
        .contains("modprobe does not load pciback before its driver r8169");
  }

  @Test
  void withoutAListNothingIsNamed() {
    BootSettings settings = new BootFiles().settings();
    assertThat(settings.atBoot(NINE, modules("r8169"))).isEqualTo(AtBoot.NOT_HIDDEN);
  }

  @Test
  void aSoftdepHides() {
    assertHidden("softdep r8169 pre: xen-pciback\n", Answer.YES);
    assertHidden("softdep r8169 pre: xen_pciback realtek\n", Answer.YES);
    assertHidden("softdep r8169 pre: pciback\n", Answer.NO);
    assertHidden("softdep r8169 post: xen-pciback\n", Answer.NO);
  }

  @Test
  void theNameInASoftdepIsAPattern() {
    assertHidden("softdep r81* pre: xen-pciback\n", Answer.YES);
    assertHidden("softdep r816[0-9] pre: xen-pciback\n", Answer.YES);
    assertHidden("softdep r816[!9] pre: xen-pciback\n", Answer.NO);
    assertHidden("softdep r816? pre: xen-pciback\n", Answer.YES);
    assertHidden("softdep r816 pre: xen-pciback\n", Answer.NO);
  }

  @Test
  void theFirstMatchingSoftdepCounts() {
    assertHidden("softdep r8* pre: realtek\nsoftdep r8169 pre: xen-pciback\n", Answer.NO);
  }

  @Test
  void modulesSoftdepIsOneOfTheFilesInThePlaceOfItsName() {
    host.put("/proc/sys/kernel/osrelease", "6.1.0\n")
        .put("/lib/modules/6.1.0/modules.softdep", "softdep r8169 pre: realtek\n")
        .put("/etc/modprobe.d/xen-pciback.conf", "softdep r8169 pre: xen-pciback\n");
    assertThat(atBoot("r8169").hidden()).isEqualTo(Answer.NO);
    assertThat(atBoot("r8169").doubt().orElseThrow())
        .endsWith("/lib/modules/6.1.0/modules.softdep:1: softdep r8169 pre: realtek");
    host.put("/etc/modprobe.d/gangway.conf", "softdep r8169 pre: xen-pciback realtek\n");
    assertThat(atBoot("r8169").hidden()).isEqualTo(Answer.YES);
  }

  @Test
  void anInstallLineHidesIfItLoadsPcibackFirst() {
    assertHidden(
        "install r8169 /sbin/modprobe xen-pciback; /sbin/modprobe --ignore-install r8169\n",
        Answer.YES);
    assertHidden(
        "install r8169 /sbin/modprobe --ignore-install r8169; /sbin/modprobe xen-pciback\n",
        Answer.NO);
    assertHidden(
        "install r8169 /sbin/modprobe pciback; /sbin/modprobe --ignore-install r8169\n", Answer.NO);
    assertHidden("install r8169 /bin/true\nsoftdep r8169 pre: xen-pciback\n", Answer.YES);
  }

  /** r8169 needs realtek and libphy; pre, a module of softdep lines, needs predep. */
  private static final String DEPENDENCIES =
      """
      kernel/r8169.ko.xz: kernel/realtek.ko.xz kernel/mdio-libphy.ko.xz
      kernel/realtek.ko.xz: kernel/mdio-libphy.ko.xz
      kernel/mdio-libphy.ko.xz:
      kernel/pre.ko: kernel/predep.ko
      kernel/predep.ko:
      kernel/drivers/xen/xen-pciback/xen-pciback.ko.xz:
      """;

  @ParameterizedTest
  @CsvSource(
      delimiter = '>',
      value = {
        "softdep realtek pre: xen-pciback                                          > YES",
        "softdep mdio_libphy pre: xen-pciback                                      > YES",
        "softdep mdio-lib* pre: xen-pciback                                        > YES",
        "softdep realtek post: xen-pciback                                         > YES",
        "softdep r8169 pre: pre|softdep predep pre: xen-pciback                    > YES",
        "softdep r8169 pre: pre|softdep pre post: xen-pciback                      > YES",
        "install realtek modprobe xen-pciback; modprobe -i realtek                 > YES",
        "install r8169 /bin/true|softdep realtek pre: xen-pciback                  > YES",
        "softdep realtek pre: r8169 xen-pciback                                    > YES",
        "softdep realtek pre: xen-pciback|blacklist realtek                        > YES",
        "softdep r8169 post: pre|softdep pre pre: xen-pciback                      > NO",
        "softdep realtek pre: pre|install realtek modprobe xen-pciback; modprobe -i realtek > NO",
        "softdep realtek pre: pre|softdep realtek pre: xen-pciback                 > NO",
        "softdep predep pre: xen-pciback                                           > NO",
        "softdep e1000e pre: xen-pciback                                           > NO",
      })
  void theLinesOfTheModulesThatTheDriverNeedsCount(String lines, Answer answer) {
    host.put("/proc/sys/kernel/osrelease", "6.1.0\n")
        .put("/lib/modules/6.1.0/modules.dep", DEPENDENCIES);
    assertHidden(lines.strip().replace('|', '\n') + "\n", answer);
  }

  @Test
  void theSoftdepOfAModuleItselfCountsForTheModulesThatNeedIt() {
    host.put("/proc/sys/kernel/osrelease", "6.1.0\n")
        .put("/lib/modules/6.1.0/modules.dep", DEPENDENCIES)
        .put("/lib/modules/6.1.0/modules.softdep", "softdep realtek pre: pre\n");
    assertHidden("softdep pre pre: xen-pciback\n", Answer.YES);
    host.put("/lib/modules/6.1.0/modules.dep", "");
    assertHidden("softdep pre pre: xen-pciback\n", Answer.NO);
  }

  @Test
  void theModulesThatAModuleNeedsAreLoadedFromTheLastToTheFirst() {
    ModuleDependencies dependencies = new ModuleDependencies(DEPENDENCIES);
    assertThat(dependencies.of("r8169")).containsExactly("mdio_libphy", "realtek");
    assertThat(dependencies.of("mdio-libphy")).isEmpty();
    assertThat(dependencies.of("r816")).isEmpty();
    assertThat(dependencies.of("nosuch")).isEmpty();
  }

  @Test
  void anInstallLineForPcibackItselfPreventsItsLoad() {
    assertHidden("install xen-pciback /bin/false\nsoftdep r8169 pre: xen-pciback\n", Answer.NO);
  }

  @Test
  void forABlacklistedDriverSomethingElseMustLoadPciback() {
    host.put("/etc/modprobe.d/a.conf", "blacklist r8169\nsoftdep r8169 pre: xen-pciback\n");
    assertThat(atBoot("r8169").hidden()).isEqualTo(Answer.UNKNOWN);
    host.put("/etc/modules-load.d/x.conf", "xen-pciback\n");
    assertThat(atBoot("r8169").hidden()).isEqualTo(Answer.YES);
  }

  @Test
  void theBlacklistOfTheKernelCommandLineCounts() {
    host.put("/etc/modprobe.d/a.conf", "softdep r8169 pre: xen-pciback\n")
        .put("/proc/cmdline", "modprobe.blacklist=nouveau,r8169\n");
    assertThat(atBoot("r8169").hidden()).isEqualTo(Answer.UNKNOWN);
  }

  @Test
  void withAnotherLoaderTheOrderIsNotKnown() {
    host.put("/etc/dracut.conf.d/x.conf", "force_drivers+=\" xen-pciback \"\n");
    assertThat(atBoot("r8169").hidden()).isEqualTo(Answer.UNKNOWN);
    assertThat(atBoot("r8169").doubt().orElseThrow())
        .startsWith("not known: /etc/dracut.conf.d/x.conf loads pciback");
  }

  @Test
  void allDriversMustLoadAfterPciback() {
    host.put("/etc/modprobe.d/a.conf", "softdep nouveau pre: xen-pciback\n");
    assertThat(atBoot("nouveau").hidden()).isEqualTo(Answer.YES);
    assertThat(atBoot("nouveau", "nvidia").hidden()).isEqualTo(Answer.NO);
  }

  @Test
  void aBuiltInDriverAndAnUnknownDriverAreNotHidden() {
    host.put("/etc/modprobe.d/a.conf", "softdep r8169 pre: xen-pciback\n");
    BootSettings settings = host.settings();
    assertThat(settings.atBoot(NINE, new Claimants.BuiltIn("r8169")).hidden()).isEqualTo(Answer.NO);
    assertThat(settings.atBoot(NINE, new Claimants.Unknown("no modprobe")).hidden())
        .isEqualTo(Answer.UNKNOWN);
  }

  @Test
  void aBuiltInPcibackIsBeforeAllDrivers() {
    host.put("/sys/module/xen_pciback/parameters", "")
        .put("/proc/cmdline", "xen-pciback.hide=(09:00.0)\n");
    assertThat(host.settings().atBoot(NINE, new Claimants.BuiltIn("ahci")).hidden())
        .isEqualTo(Answer.YES);
    host.put("/sys/module/xen_pciback/initstate", "live\n");
    assertThat(host.settings().atBoot(NINE, new Claimants.BuiltIn("ahci")).hidden())
        .isEqualTo(Answer.NO);
  }

  @Test
  void aSoftdepCanNameAnAlias() {
    assertHidden("softdep r8169 pre: early\nalias early xen-pciback\n", Answer.YES);
    assertHidden("softdep r8169 pre: early\nalias ear* xen_pciback\n", Answer.YES);
    assertHidden(
        "softdep r8169 pre: early\nalias early first\nalias first xen-pciback\n", Answer.NO);
  }

  @Test
  void anAliasOfPcibackReplacesIt() {
    String softdep = "softdep r8169 pre: xen-pciback\n";
    assertHidden(softdep + "alias xen-pciback off\n", Answer.NO);
    assertHidden(softdep + "alias xen* realtek\n", Answer.NO);
    assertHidden(softdep + "alias xen-pciback xen_pciback\n", Answer.YES);
    assertHidden(softdep + "alias pciback off\n", Answer.YES);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "alias pci:v00008086d000010D3sv*sd*bc*sc*i* vfio-pci | vfio_pci | vfio_pci | YES",
        "alias pci:v00008086d000010D3sv*sd*bc*sc*i* vfio-pci | e1000e | e1000e | NO",
        "alias pci:v00008086d* off | off | off | YES",
        "alias pci:v00008086d000010d3sv* vfio-pci | e1000e | e1000e | YES",
        "alias e1000e vfio-pci | e1000e | e1000e | YES"
      })
  void anAliasOfTheModaliasReplacesTheModulesOfTheKernel(
      String alias, String resolved, String softdep, Answer answer) {
    host.put(
        "/etc/modprobe.d/a.conf", "%s\nsoftdep %s pre: xen-pciback\n".formatted(alias, softdep));
    BootSettings settings = host.settings();
    Claimants claimants = settings.claimants(NIC, modules(resolved));
    assertThat(settings.atBoot(NIC, claimants).hidden()).isEqualTo(answer);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "pci:v000080", "pci:v00008086d000010D3sv00008086sd0000A01Fbc02sc0"})
  void withoutAWholeModaliasItIsNotKnownWhetherAnAliasIsMeant(String modalias) {
    PciFunction cut =
        new PciFunction(
            NINE, NIC.id(), NIC.subsystem(), NIC.type(), Optional.of("e1000e"), modalias);
    host.put(
        "/etc/modprobe.d/a.conf",
        """
        alias pci:v00008086d000010D3sv* vfio-pci
        softdep e1000e pre: xen-pciback
        """);
    BootSettings settings = host.settings();
    AtBoot boot = settings.atBoot(NINE, settings.claimants(cut, modules("e1000e")));
    assertThat(boot.hidden()).isEqualTo(Answer.UNKNOWN);
    assertThat(boot.doubt().orElseThrow()).contains("no modalias of 0000:09:00.0", "a.conf:1");
  }

  @Test
  void aSecondAliasAndThePresentDriverCountToo() {
    host.put(
        "/etc/modprobe.d/a.conf",
        """
        alias pci:v00008086d* vfio-pci
        alias pci:v0000808[6]* igb
        softdep vfio-pci pre: xen-pciback
        """);
    assertThat(host.settings().claimants(NIC, modules("e1000e")).modules())
        .containsExactly("vfio-pci", "igb", "e1000e");
    assertThat(host.settings().claimants(NIC, new Claimants.BuiltIn("e1000e")))
        .isEqualTo(new Claimants.BuiltIn("e1000e"));
  }

  private void assertHidden(String lines, Answer answer) {
    host.put("/etc/modprobe.d/a.conf", lines);
    assertThat(atBoot("r8169").hidden()).as(lines).isEqualTo(answer);
  }

  private AtBoot atBoot(String... drivers) {
    return host.settings().atBoot(NINE, modules(drivers));
  }

  private static Claimants modules(String... drivers) {
    return new Claimants.Modules(Set.of(drivers));
  }
}
