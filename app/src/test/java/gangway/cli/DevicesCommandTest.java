package gangway.cli;

import static gangway.host.GuideHost.CARD;
import static gangway.host.GuideHost.OTHER_TWIN;
import static org.assertj.core.api.Assertions.assertThat;

import gangway.MemoryFolder;
import gangway.host.GuideHost;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DevicesCommandTest {
  @TempDir(factory = MemoryFolder.class)
  private Path folder;

  private GuideHost host;

  @BeforeEach
  void host() {
    host = new GuideHost(folder);
  }

  @Test
  void everyFunctionExceptBridgesIsListedWithItsOwner() {
    host.hidden(CARD);
    host.put(
        "etc/modprobe.d/gangway.conf",
        """
        options xen-pciback hide=(0000:09:00.0)(0000:0a:04.1)
        softdep e1000e pre: xen-pciback
        softdep e1000 pre: xen-pciback
        """);
    Run run = Run.on(folder, "devices");
    assertThat(run.exit()).isEqualTo(ExitCode.DONE);
    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .isEqualTo(
            """
            ADDRESS       CLASS    OWNER    HIDDEN      DEVICE
            0000:00:1f.2  storage  ahci     -           Device [8086:2922]
            0000:03:00.0  network  igb      -           Device [8086:10c9]
            0000:09:00.0  network  pciback  now+reboot  Device [8086:10d3]
            0000:0a:04.0  network  e1000    -           Device [8086:100e]
            0000:0a:04.1  network  e1000    reboot      Device [8086:100e]
            3 chipset functions not shown: --all
            """);
  }

  @Test
  void namesOfVendorsAndDevicesAreShownIfKnown() {
    host.put(
        "usr/share/misc/pci.ids", "8086  Intel Corporation\n\t10d3  82574L Network Connection\n");
    assertThat(Run.on(folder, "devices").lines())
        .anyMatch(line -> line.endsWith("Intel Corporation 82574L Network Connection [8086:10d3]"))
        .anyMatch(line -> line.endsWith("Intel Corporation Device [8086:100e]"));
  }

  @Test
  void hiddenNowAndHiddenAfterRebootAreShownSeparately() {
    host.hidden(OTHER_TWIN);
    assertThat(Run.on(folder, "devices").lines())
        .contains("0000:0a:04.1  network  pciback  now     Device [8086:100e]");
  }

  @Test
  void partsOfTheChipsetAreCounted() {
    host.function("0000:00:05.0", "8086:2024", "88000", "");
    host.function("0000:00:1f.4", "8086:a323", "c0500", "i801_smbus");
    host.function("0000:00:1f.5", "8086:a324", "110100", "");
    host.function("0000:00:04.0", "8086:2021", "88000", "ioatdma");
    host.function("0000:00:1c.0/0000:09:01.0", "10ee:7021", "58000", "");
    List<String> lines = Run.on(folder, "devices").lines();
    assertThat(lines).last().isEqualTo("6 chipset functions not shown: --all");
    assertThat(lines)
        .as("with a driver, and an add-in card")
        .anyMatch(line -> line.startsWith("0000:00:04.0  system "))
        .anyMatch(line -> line.startsWith("0000:09:01.0  memory "));
    host.hidden("0000:00:04.0")
        .put("etc/modprobe.d/gangway.conf", "options xen-pciback hide=(0000:00:05.0)\n");
    assertThat(Run.on(folder, "devices").lines())
        .anyMatch(line -> line.startsWith("0000:00:05.0"))
        .anyMatch(line -> line.startsWith("0000:00:04.0"));
    assertThat(Run.on(folder, "devices", "--all").out()).doesNotContain("not shown");
    assertThat(Run.on(folder, "devices", "--class", "system").lines()).hasSize(3);
    assertThat(Run.on(folder, "devices", "--json").out()).contains("0000:00:1f.5");
  }

  @Test
  void virtualFunctionsAreListedBelowTheirPhysicalFunction() {
    host.function("0000:00:1c.0/0000:09:00.1", "8086:10d3", "20000", "e1000e");
    host.function("0000:00:1c.0/0000:09:10.0", "8086:10ca", "20000", "igbvf")
        .virtual(CARD, "0000:09:10.0");
    assertThat(Run.on(folder, "devices", "--class", "network").lines())
        .extracting(line -> line.substring(0, 14).stripTrailing())
        .containsExactly(
            "ADDRESS",
            "0000:03:00.0",
            "0000:09:00.0",
            "  0000:09:10.0",
            "0000:09:00.1",
            "0000:0a:04.0",
            "0000:0a:04.1");
  }

  @Test
  void theTableFitsTheTerminal() {
    host.put(
        "usr/share/misc/pci.ids", "8086  Intel Corporation\n\t10d3  82574L Network Connection\n");
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Console narrow =
        new Console(
            new PrintStream(out, false, StandardCharsets.UTF_8),
            new PrintStream(out, true, StandardCharsets.UTF_8),
            false,
            false,
            () -> OptionalInt.of(75));
    Main.run(narrow, List.of("--host", folder.toString(), "devices"));
    narrow.flush();
    assertThat(out.toString(StandardCharsets.UTF_8).lines())
        .allMatch(line -> line.length() <= 75)
        .contains("0000:09:00.0  network  e1000e  -       Intel Corporation 825... [8086:10d3]");
  }

  @Test
  void functionsThatCannotBeReadAreReported() {
    host.without(host.folder(CARD) + "/uevent");
    Run run = Run.on(folder, "devices");
    assertThat(run.exit()).isEqualTo(ExitCode.DONE);
    assertThat(run.err())
        .isEqualTo(
            "the class and ids of these functions cannot be read, so they are not listed:"
                + " 0000:09:00.0\n");
    assertThat(Run.on(folder, "devices", "--class", "display").exit()).isEqualTo(ExitCode.FAILED);
  }

  @Test
  void bridgesAreListedOnRequest() {
    assertThat(Run.on(folder, "devices", "--all").lines()).hasSize(9);
    assertThat(Run.on(folder, "devices", "--class", "bridge").lines()).hasSize(4);
  }

  @ParameterizedTest
  @ValueSource(strings = {"network", "NETWORK", "02", "0200", "020000"})
  void aClassIsAWordOrHexadecimalDigits(String name) {
    assertThat(Run.on(folder, "devices", "--class", name).lines())
        .hasSize(5)
        .noneMatch(line -> line.contains("storage"));
  }

  @Test
  void jsonHasTheSameContent() {
    host.hidden(CARD);
    host.put(
        "etc/modprobe.d/gangway.conf",
        "options xen-pciback hide=(0000:09:00.0)\nsoftdep e1000e pre: xen-pciback\n");
    Run run = Run.on(folder, "devices", "--class", "network", "--json");
    assertThat(run.exit()).isEqualTo(ExitCode.DONE);
    assertThat(run.json())
        .contains(
            "functions[0].address=0000:03:00.0",
            "functions[0].driver=igb",
            "functions[0].owner.kind=dom0",
            "functions[0].owner.driver=igb",
            "functions[0].hidden.now=false",
            "functions[0].hidden.afterReboot=false",
            "functions[1].address=0000:09:00.0",
            "functions[1].id=8086:10d3",
            "functions[1].subsystem=8086:a01f",
            "functions[1].class=020000",
            "functions[1].kind=network",
            "functions[1].owner.kind=pciback",
            "functions[1].hidden.now=true",
            "functions[1].hidden.afterReboot=true",
            "functions[1].hidden.setIn=/etc/modprobe.d/gangway.conf:1",
            "functions[3].address=0000:0a:04.1");
  }

  @Test
  void withoutAMatchingFunctionTheExitCodeSaysSo() {
    Run run = Run.on(folder, "devices", "--class", "display");
    assertThat(run.exit()).isEqualTo(ExitCode.NOTHING);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).isEqualTo("no such function on this machine\n");
    Run json = Run.on(folder, "devices", "--class", "display", "--json");
    assertThat(json.exit()).isEqualTo(ExitCode.NOTHING);
    assertThat(json.out()).isEqualTo("{\"format\":1,\"functions\":[]}\n");
  }
}
