package gangway.cli;

import static gangway.host.GuideHost.CARD;
import static gangway.host.GuideHost.OTHER_TWIN;
import static org.assertj.core.api.Assertions.assertThat;

import gangway.MemoryFolder;
import gangway.host.GuideHost;
import gangway.pci.ConfigBytes;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShowCommandTest {
  @TempDir(factory = MemoryFolder.class)
  private Path folder;

  private GuideHost host;

  @BeforeEach
  void host() {
    host = new GuideHost(folder);
  }

  @Test
  void everythingAboutAFunctionIsShown() {
    Run run = Run.on(folder, "show", "09:00.0");
    assertThat(run.exit()).isEqualTo(ExitCode.DONE);
    assertThat(run.out())
        .isEqualTo(
            """
            0000:09:00.0  Device [8086:10d3]
              class               network [020000]
              subsystem           [8086:a01f]
              owner               dom0, driver e1000e
              carries             nothing that dom0 or its guests use
              hidden now          no
              after reboot        not hidden
              IOMMU               unknown: only root in dom0 can ask Xen
              reset               flr, bus
              interrupts          no line, no messages in use
              BAR 0               memory at 0xfea00000, 128 KiB
              capabilities        none readable
              siblings            none
              path                0000:00:1c.0 > 0000:09:00.0
            """);
  }

  @Test
  void aHiddenFunctionIsShownWithItsBootSetting() {
    host.hidden(OTHER_TWIN).without(host.folder(OTHER_TWIN) + "/reset_method");
    host.put(
        "etc/modprobe.d/gangway.conf",
        "# kept\noptions xen-pciback hide=(0000:0a:04.1)\nsoftdep e1000 pre: xen-pciback\n");
    assertThat(Run.on(folder, "show", "0a:04.1").lines())
        .contains(
            "  owner               pciback: hidden, not assigned to a guest",
            "  hidden now          yes",
            "  after reboot        hidden, set in /etc/modprobe.d/gangway.conf:2",
            "  siblings            0000:0a:04.0",
            "  reset               none: the kernel cannot reset it");
  }

  @Test
  void aFunctionWithoutADriverHasNoOwner() {
    host.unbind("e1000e", CARD);
    assertThat(Run.on(folder, "show", CARD).lines())
        .contains("  owner               none: no driver is bound");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "09:00.0",
        "0000:09:00.0",
        "0000:09:00.0",
        "pci_0000_09_00_0",
        "0000-09-00-0",
        "8086:10d3",
        "8086:10D3"
      })
  void aFunctionCanBeNamedInAnyForm(String name) {
    assertThat(Run.on(folder, "show", name).lines()).first().asString().startsWith(CARD);
  }

  @Test
  void jsonHasTheSameContent() {
    assertThat(Run.on(folder, "show", "--json", "09:00.0").json())
        .contains(
            "address=0000:09:00.0",
            "id=8086:10d3",
            "owner.kind=dom0",
            "hidden.now=false",
            "path[0]=0000:00:1c.0",
            "resetMethods[0]=flr",
            "resetMethods[1]=bus",
            "bars[0].bar=0",
            "bars[0].kind=memory",
            "bars[0].start=0xfea00000",
            "bars[0].size=131072",
            "functionLevelReset=false");
  }

  @Test
  void aFunctionThatDoesNotAnswerIsToldApart() {
    assertThat(Run.on(folder, "show", "--json", CARD).out()).doesNotContain("\"answers\"");
    host.config(CARD, ConfigBytes.gone());
    assertThat(Run.on(folder, "show", CARD).lines())
        .contains("  answers             no: it has lost its power or its link ('gangway doctor')");
    assertThat(Run.on(folder, "show", "--json", CARD).json()).contains("answers=false");
  }

  @Test
  void aMissingAddressGetsASuggestion() {
    Run run = Run.on(folder, "show", "09:00.1");
    assertThat(run.exit()).isEqualTo(ExitCode.USAGE);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .isEqualTo(
            """
            gangway: this machine has no PCI function 0000:09:00.1
            fix: did you mean 0000:09:00.0?
            """);
  }

  @Test
  void idsOfSeveralFunctionsAreRefusedWithAList() {
    Run run = Run.on(folder, "show", "8086:100e");
    assertThat(run.exit()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err())
        .isEqualTo(
            """
            gangway: 2 functions have the id 8086:100e, so it does not say which one
              0000:0a:04.0
              0000:0a:04.1
            fix: use the address instead
            """);
  }
}
