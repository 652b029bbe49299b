package gangway.boot;

import static gangway.pci.Examples.address;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import gangway.Problem;
import gangway.pci.PciAddress;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BootSettingsTest {
  private static final PciAddress NINE = address("0000:09:00.0");
  private static final PciAddress TEN = address("0000:0a:04.1");
  private static final String INSTALL =
      "install bnx2 /sbin/modprobe pciback;"
          + " /sbin/modprobe --first-time --ignore-install bnx2\n";

  private final BootFiles host = new BootFiles();

  // The guide's host, RHEL 5

  @Test
  void onTheGuidesHostTheLinesAreThoseOfTheGuide() {
    host.put("/etc/modprobe.conf", "alias eth0 bnx2\nalias scsi_hostadapter ata_piix\n");
    hide(NINE, "bnx2");
    assertThat(host.files())
        .containsOnlyKeys("/etc/modprobe.conf")
        .containsEntry(
            "/etc/modprobe.conf",
            "alias eth0 bnx2\nalias scsi_hostadapter ata_piix\n"
                + INSTALL
                + "options pciback hide=(0000:09:00.0)\n");
  }

  @Test
  void aSecondDeviceIsAddedToTheSameListAsInTheGuide() {
    host.put("/etc/modprobe.conf", INSTALL + "options pciback hide=(0000:09:00.0)\n");
    hide(TEN, "bnx2");
    assertThat(host.files())
        .containsEntry(
            "/etc/modprobe.conf", INSTALL + "options pciback hide=(0000:09:00.0)(0000:0a:04.1)\n");
  }

  @Test
  void onTheGuidesHostUnhidingTheLastDeviceRestoresTheFile() {
    String before = "alias eth0 bnx2\n";
    host.put("/etc/modprobe.conf", before);
    hide(NINE, "bnx2");
    host.apply(host.settings().unhide(Set.of(NINE), Set.of()));
    assertThat(host.files()).containsEntry("/etc/modprobe.conf", before);
  }

  // A modern host

  @Test
  void withoutSettingsGangwayCreatesItsOwnFile() {
    hide(NINE, "bnx2");
    assertThat(host.files())
        .containsOnlyKeys("/etc/modprobe.d/gangway.conf")
        .containsEntry(
            "/etc/modprobe.d/gangway.conf",
            BootSettings.HEADER
                + """

                softdep bnx2 pre: xen-pciback
                options xen-pciback hide=(0000:09:00.0)
                """);
  }

  @Test
  void severalFunctionsOfOneDriverNeedOneSoftdepLine() {
    Map<PciAddress, Set<String>> both = new LinkedHashMap<>();
    both.put(NINE, Set.of("bnx2"));
    both.put(TEN, Set.of("bnx2"));
    host.apply(host.settings().hide(both));
    assertThat(host.files().get("/etc/modprobe.d/gangway.conf"))
        .endsWith(
            """

            softdep bnx2 pre: xen-pciback
            options xen-pciback hide=(0000:09:00.0)(0000:0a:04.1)
            """);
  }

  @Test
  void anExistingListIsChangedInItsPlace() {
    host.put(
        "/etc/modprobe.d/xen.conf",
        "# by hand\noptions xen-pciback permissive=1 hide=(0000:0a:04.1)\n");
    hide(NINE, "bnx2");
    assertThat(host.files())
        .containsEntry(
            "/etc/modprobe.d/xen.conf",
            "# by hand\noptions xen-pciback permissive=1 hide=(0000:0a:04.1)(0000:09:00.0)\n")
        .containsEntry(
            "/etc/modprobe.d/gangway.conf",
            BootSettings.HEADER + "\nsoftdep bnx2 pre: xen-pciback\n");
  }

  @Test
  void hidingAHiddenFunctionChangesNothing() {
    hide(NINE, "bnx2");
    assertThat(host.settings().hide(Map.of(NINE, Set.of("bnx2")))).isEmpty();
    host.put(
        "/etc/modprobe.d/gangway.conf",
        "softdep bnx2 pre: xen-pciback\noptions xen-pciback hide=(0000:09:00.0)");
    assertThat(host.settings().hide(Map.of(NINE, Set.of("bnx2")))).isEmpty();
  }

  @Test
  void gangwaysFileIsNotDeletedIfItNeedsNoChange() {
    host.put("/etc/modprobe.d/gangway.conf", "# a note to myself\n")
        .put(
            "/etc/modprobe.d/xen.conf",
            "softdep bnx2 pre: xen-pciback\noptions xen-pciback hide=(0000:0a:04.1)\n");
    hide(NINE, "bnx2");
    assertThat(host.files()).containsEntry("/etc/modprobe.d/gangway.conf", "# a note to myself\n");
  }

  @Test
  void pcibackIsLoadedAtBootForAFunctionWithoutADriverModule() {
    host.apply(host.settings().hide(Map.of(NINE, Set.of())));
    assertThat(host.files().get("/etc/modules-load.d/gangway.conf"))
        .isEqualTo(BootSettings.HEADER + "\nxen-pciback\n");
    assertThat(host.files().get("/etc/modprobe.d/gangway.conf")).doesNotContain("softdep");
    host.apply(host.settings().unhide(Set.of(NINE), Set.of()));
    assertThat(host.files()).isEmpty();
  }

  @Test
  void onlyTheListThatTakesEffectIsChanged() {
    host.put("/etc/modprobe.d/a.conf", "options xen-pciback hide=(0000:01:00.0)\n")
        .put("/etc/modprobe.d/b.conf", "options xen-pciback hide=(0000:0a:04.1)\n");
    hide(NINE, "bnx2");
    assertThat(host.files())
        .containsEntry("/etc/modprobe.d/a.conf", "options xen-pciback hide=(0000:01:00.0)\n")
        .containsEntry(
            "/etc/modprobe.d/b.conf", "options xen-pciback hide=(0000:0a:04.1)(0000:09:00.0)\n");
  }

  @Test
  void unhidingTheLastFunctionDoesNotActivateAnotherList() {
    host.put(
        "/etc/modprobe.d/a.conf",
        """
        options xen-pciback hide=(0000:01:00.0)(0000:09:00.0)
        options xen-pciback permissive=1 hide=(0000:09:00.0)
        """);
    host.apply(host.settings().unhide(Set.of(NINE), Set.of()));
    assertThat(host.settings().hiding(NINE)).isEmpty();
    assertThat(host.settings().hiding(address("01:00.0"))).isEmpty();
    hide(TEN, "bnx2");
    assertThat(host.settings().hiding(TEN)).isPresent();
    assertThat(host.settings().hiding(address("01:00.0"))).isEmpty();
  }

  @Test
  void aDriverStillNeededKeepsItsLineAndAnotherOneLosesIt() {
    hide(NINE, "bnx2");
    hide(TEN, "e1000e");
    host.apply(host.settings().unhide(Set.of(NINE), Set.of("e1000e")));
    assertThat(host.files().get("/etc/modprobe.d/gangway.conf"))
        .doesNotContain("bnx2")
        .endsWith("\noptions xen-pciback hide=(0000:0a:04.1)\nsoftdep e1000e pre: xen-pciback\n");
  }

  @Test
  void linesThatGangwayDidNotWriteStayWhenTheLastFunctionIsUnhidden() {
    host.put("/etc/modprobe.d/gangway.conf", "options bnx2 disable_msi=1\n");
    hide(NINE, "bnx2");
    host.apply(host.settings().unhide(Set.of(NINE), Set.of()));
    assertThat(host.files())
        .containsEntry("/etc/modprobe.d/gangway.conf", "options bnx2 disable_msi=1\n");
  }

  @Test
  void unhidingAFunctionThatIsNotHiddenChangesNothing() {
    assertThat(host.settings().unhide(Set.of(NINE), Set.of())).isEmpty();
    hide(TEN, "bnx2");
    assertThat(host.settings().unhide(Set.of(NINE), Set.of("bnx2"))).isEmpty();
  }

  // What Gangway does not touch

  @Test
  void theKernelsCommandLineIsNotEdited() {
    host.put("/proc/cmdline", "xen-pciback.hide=(0000:0a:04.1)\n");
    Problem hide = refused(NINE);
    assertThat(hide.blocker()).contains("command line");
    assertThat(hide.evidence())
        .containsExactly("/proc/cmdline:1: hide=(0000:0a:04.1)", "grub-mkconfig is not installed");
    Problem unhide =
        catchThrowableOfType(Problem.class, () -> host.settings().unhide(Set.of(TEN), Set.of()));
    assertThat(unhide.kind()).isEqualTo(Problem.Kind.REFUSED);
  }

  @Test
  void anInvalidListIsNotEdited() {
    host.put("/etc/modprobe.d/x.conf", "options xen-pciback hide=(0000:0a:04.1)(82.0.0)\n");
    Problem problem = refused(NINE);
    assertThat(problem.blocker()).contains("hide nothing");
    assertThat(problem.evidence()).anyMatch(line -> line.contains("from here on: (82.0.0)"));
    assertThat(problem.remedy()).contains("/etc/modprobe.d/x.conf:1");
  }

  @Test
  void aGroupWithAStarIsNotSplit() {
    host.put("/etc/modprobe.d/x.conf", "options xen-pciback hide=(0000:0a:04.*)\n");
    Problem problem =
        catchThrowableOfType(Problem.class, () -> host.settings().unhide(Set.of(TEN), Set.of()));
    assertThat(problem.kind()).isEqualTo(Problem.Kind.REFUSED);
    assertThat(problem.blocker()).contains("0000:0a:04.1").contains("'*'");
  }

  @Test
  void aDriverWithAnInstallLineGetsNoSecondLine() {
    host.put("/etc/modprobe.d/x.conf", "# no bnx2\ninstall bnx2 /bin/true\n");
    Problem problem = refused(NINE);
    assertThat(problem.blocker()).contains("install line for bnx2");
    assertThat(problem.evidence())
        .containsExactly("/etc/modprobe.d/x.conf:2: install bnx2 /bin/true");
  }

  @Test
  void aDriverWithASoftdepLineGetsNoSecondLine() {
    host.put("/etc/modprobe.d/x.conf", "softdep bnx2 pre: libphy\n");
    Problem problem = refused(NINE);
    assertThat(problem.blocker()).contains("softdep line for bnx2");
    assertThat(problem.remedy()).contains("xen-pciback");
    host.put("/etc/modprobe.d/x.conf", "softdep bnx2 pre: xen-pciback libphy\n");
    hide(NINE, "bnx2");
    assertThat(host.files().get("/etc/modprobe.d/gangway.conf")).doesNotContain("softdep");
  }

  @Test
  void aDriverWithAMatchingSoftdepPatternGetsNoSecondLine() {
    host.put("/etc/modprobe.d/a.conf", "softdep bn* pre: vfio-pci\n");
    assertThat(refused(NINE).evidence())
        .containsExactly("/etc/modprobe.d/a.conf:1: softdep bn* pre: vfio-pci");
  }

  @Test
  void theSoftdepOfTheModuleItselfIsKept() {
    host.put("/proc/sys/kernel/osrelease", "6.1.0\n")
        .put(
            "/lib/modules/6.1.0/modules.softdep",
            "# by depmod\nsoftdep bnx2 pre: libphy post: cnic\n");
    hide(NINE, "bnx2");
    assertThat(host.files().get("/etc/modprobe.d/gangway.conf"))
        .contains("\nsoftdep bnx2 pre: xen-pciback libphy post: cnic\n");
    host.apply(host.settings().unhide(Set.of(NINE), Set.of()));
    assertThat(host.files()).doesNotContainKey("/etc/modprobe.d/gangway.conf");
  }

  @Test
  void pcibackIsLoadedAtBootForABlacklistedDriver() {
    host.put("/etc/modprobe.d/a.conf", "blacklist bnx2\n");
    hide(NINE, "bnx2");
    assertThat(host.files()).containsKey("/etc/modules-load.d/gangway.conf");
  }

  @Test
  void aMissingSoftdepIsAddedForAFunctionThatTheListNames() {
    host.put("/etc/modprobe.d/x.conf", "options xen-pciback hide=(09:00.0)\n");
    hide(NINE, "bnx2");
    assertThat(host.files())
        .containsEntry("/etc/modprobe.d/x.conf", "options xen-pciback hide=(09:00.0)\n")
        .containsEntry(
            "/etc/modprobe.d/gangway.conf",
            BootSettings.HEADER + "\nsoftdep bnx2 pre: xen-pciback\n");
  }

  @Test
  void aBuiltInPcibackIsNotConfiguredInModprobesFiles() {
    host.put("/proc/sys/kernel/osrelease", "6.1.0\n")
        .put(
            "/lib/modules/6.1.0/modules.builtin",
            "kernel/drivers/xen/xen-pciback/xen-pciback.ko\n");
    assertThat(refused(NINE).remedy()).contains("xen-pciback.hide=(0000:09:00.0)");
  }

  @Test
  void aFunctionInAHighDomainIsNotHiddenAtBoot() {
    assertThat(refused(address("10000:e1:00.0")).blocker()).contains("domain");
  }

  // The dialects

  @Test
  void eachDialectHasAllLinesForAHostWithoutSettings() {
    List<PciAddress> functions = List.of(NINE, TEN);
    assertThat(
            Dialect.MODPROBE_CONF.lines(functions, new LinkedHashSet<>(List.of("bnx2", "e1000"))))
        .containsExactly(
            INSTALL.strip(),
            "install e1000 /sbin/modprobe pciback;"
                + " /sbin/modprobe --first-time --ignore-install e1000",
            "options pciback hide=(0000:09:00.0)(0000:0a:04.1)");
    assertThat(Dialect.MODPROBE_D.lines(functions, new LinkedHashSet<>(List.of("bnx2"))))
        .containsExactly(
            "softdep bnx2 pre: xen-pciback",
            "options xen-pciback hide=(0000:09:00.0)(0000:0a:04.1)");
    assertThat(Dialect.MODPROBE_CONF.title()).isEqualTo("modprobe.conf");
    assertThat(Dialect.MODPROBE_D.title()).isEqualTo("modprobe.d");
  }

  private void hide(PciAddress function, String driver) {
    host.apply(host.settings().hide(Map.of(function, Set.of(driver))));
    assertThat(host.settings().hiding(function)).isPresent();
  }

  private Problem refused(PciAddress function) {
    Problem problem =
        catchThrowableOfType(
            Problem.class, () -> host.settings().hide(Map.of(function, Set.of("bnx2"))));
    assertThat(problem.kind()).isEqualTo(Problem.Kind.REFUSED);
    return problem;
  }

  @Test
  void aListThatIsTooLongIsRefusedBeforeItIsWritten() {
    Map<PciAddress, Set<String>> many = new LinkedHashMap<>();
    for (int bus = 0; bus < 74; bus++) {
      many.put(new PciAddress(0, bus, 0, 0), Set.of("bnx2"));
    }
    Problem problem = catchThrowableOfType(Problem.class, () -> host.settings().hide(many));
    assertThat(problem.kind()).isEqualTo(Problem.Kind.REFUSED);
    assertThat(problem.evidence()).containsExactly("length: 1036 characters; allowed: 1024");
    many.remove(new PciAddress(0, 0, 0, 0));
    assertThat(host.settings().hide(many)).isNotEmpty();
  }
}
