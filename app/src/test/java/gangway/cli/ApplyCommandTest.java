package gangway.cli;

import static gangway.host.GuideHost.CARD;
import static gangway.host.GuideHost.OTHER_TWIN;
import static gangway.host.GuideHost.TWIN;
import static org.assertj.core.api.Assertions.assertThat;

import gangway.MemoryFolder;
import gangway.host.GuideHost;
import gangway.journal.Journal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** apply and export. */
class ApplyCommandTest {
  private static final String PV1 = "etc/xen/pv1.cfg";
  private static final String BOOT = "etc/modprobe.d/gangway.conf";

  @TempDir(factory = MemoryFolder.class)
  private Path folder;

  private final GuideHost host = new GuideHost();

  @Test
  void theDifferenceIsPrintedFirstAndApplyingAgainChangesNothing() throws IOException {
    host.hidden(TWIN).given(3, TWIN);
    String file = file("format: 1\nhidden: [09:00.0]\nguests:\n  pv1: {devices: [09:00.0]}\n");
    Run run = on("apply", file);
    assertThat(run.exit()).as(run.printed()).isEqualTo(ExitCode.DONE);
    assertThat(run.lines())
        .startsWith(
            "to be as %s declares:".formatted(file),
            "  + hide 0000:09:00.0 now and after reboot",
            "  - detach 0000:0a:04.0 from guest pv1 now",
            "  + attach 0000:09:00.0 to guest pv1 now and in its definition")
        .endsWith("done: the host is as %s declares".formatted(file));
    Run again = on("apply", file);
    assertThat(again.exit()).isEqualTo(ExitCode.DONE);
    assertThat(again.out()).isEqualTo("already so: the host is as %s declares\n".formatted(file));
    assertThat(new Journal(host.machine()).closed())
        .singleElement()
        .satisfies(operation -> assertThat(operation.command()).isEqualTo("apply " + file));
  }

  @Test
  void aDryRunPrintsDifferenceAndPlanAndChangesNothing() throws IOException {
    var before = host.everything();
    String file = file("format: 1\nhidden: [09:00.0]\nguests:\n  pv1: {devices: [09:00.0]}\n");
    Run run = on("apply", "--dry-run", file);
    assertThat(run.exit()).as(run.printed()).isEqualTo(ExitCode.DONE);
    assertThat(run.lines())
        .contains(
            "  + hide 0000:09:00.0 now and after reboot",
            "bind 0000:09:00.0 to pciback",
            "edit the definition /etc/xen/pv1.cfg",
            "attach 0000:09:00.0 to guest pv1")
        .doesNotContain("done: the host is as %s declares".formatted(file));
    assertThat(host.changesSince(before)).isEmpty();
    assertThat(new Journal(host.machine()).closed()).isEmpty();
  }

  @Test
  void theDigestOfTheDryRunPermitsThePlanAndNoOther() throws IOException {
    String file = file("format: 1\nhidden: [09:00.0]\n");
    Run dry = on("apply", "--dry-run", "--json", file);
    assertThat(dry.json()).contains("outcome=planned", "commandLine[1]=apply");
    String digest =
        dry.json().stream()
            .filter(line -> line.startsWith("digest="))
            .findFirst()
            .orElseThrow()
            .substring("digest=".length());
    file("format: 1\nhidden: [09:00.0, 0a:04.0]\n");
    Run other = on("apply", "--digest", digest, file);
    assertThat(other.exit()).isEqualTo(ExitCode.REFUSED);
    assertThat(other.err()).contains("PLAN-CHANGED", "the digest is of another request");
    file("format: 1\nhidden: [09:00.0]\n");
    assertThat(on("apply", "--digest", digest, file).exit()).isEqualTo(ExitCode.DONE);
    assertThat(on("apply", "--digest", "12", file).exit()).isEqualTo(ExitCode.USAGE);
  }

  @Test
  void anAcceptedFindingIsPrintedOnceAndDoesNotStopTheOthers() throws IOException {
    String file = file("format: 1\nhidden: [03:00.0]\n");
    Run refused = on("apply", file);
    assertThat(refused.exit()).isEqualTo(ExitCode.REFUSED);
    assertThat(refused.err()).contains("blocked NETWORK-").endsWith("nothing was changed\n");
  }

  @Test
  void allErrorsOfAFileAreReportedWithTheirLines() throws IOException {
    String file = file("format: 1\nhiden: []\nguests:\n  pv1: {devices: [0b:00.0]}\n");
    Run run = on("apply", file);
    assertThat(run.exit()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err())
        .startsWith("gangway: %s has 2 errors; nothing was changed\n".formatted(file))
        .contains("  line 2: unknown key 'hiden'", "  line 4: this machine has no PCI function")
        .contains("fix: correct the file");
    assertThat(new Journal(host.machine()).closed()).isEmpty();
  }

  @Test
  void aFileThatCannotBeReadIsAnError() throws IOException {
    assertThat(on("apply", folder.resolve("absent").toString()).exit()).isEqualTo(ExitCode.USAGE);
    assertThat(on("apply", folder.toString()).exit()).isEqualTo(ExitCode.USAGE);
    Path file = folder.resolve("latin");
    Files.write(file, new byte[] {'a', (byte) 0xe9, '\n'});
    Run latin = on("apply", file.toString());
    assertThat(latin.exit()).isEqualTo(ExitCode.USAGE);
    assertThat(latin.err()).contains("is not text in UTF-8");
    Files.writeString(file, "#".repeat(2_000_000));
    assertThat(on("apply", file.toString()).err()).contains("is larger than 1024 KiB");
  }

  @Test
  void whatIsExportedIsAlreadySo() throws IOException {
    host.hidden(CARD, TWIN)
        .given(3, TWIN)
        .put(PV1, "name = 'pv1'\nkernel = 'k'\npci = [ '0a:04.0' ]\n")
        .put(BOOT, "options xen-pciback hide=(0000:09:00.0)\nsoftdep e1000e pre: xen-pciback\n")
        .pack();
    Run export = on("export");
    assertThat(export.exit()).as(export.printed()).isEqualTo(ExitCode.DONE);
    assertThat(export.lines())
        .satisfiesExactly(
            line -> assertThat(line).startsWith("# Written by 'gangway export'"),
            line -> assertThat(line).isEqualTo("format: 1"),
            line -> assertThat(line).isEqualTo("hidden:"),
            line -> assertThat(line).startsWith("  - \"0000:09:00.0\" # "),
            line -> assertThat(line).isEqualTo("guests:"),
            line -> assertThat(line).isEqualTo("  pv1:"),
            line -> assertThat(line).isEqualTo("    devices:"),
            line -> assertThat(line).startsWith("      - \"0000:0a:04.0\" # "),
            line -> assertThat(line).isEqualTo("# Not declared:"),
            line ->
                assertThat(line).isEqualTo("# - 0000:0a:04.0 is hidden now, but not after reboot"));
    assertAlreadySo(export);
  }

  @Test
  void whatDiffersNowAndLaterIsOnlyAComment() throws IOException {
    host.hidden(CARD, TWIN, OTHER_TWIN)
        .given(3, TWIN)
        .put("etc/xen/pv2.cfg", "name = 'pv2'\nkernel = 'k'\npci = [ '0a:04.1', '09:00.0' ]\n")
        .put("etc/xen/pv4.cfg", "name = 'pv4'\nkernel = 'k'\npci = [ '09:00.0' ]\n")
        .put("etc/xen/no.cfg", "name = 'no'\nkernel = 'k'\npci = [ 'name=nic' ]\n")
        .put("etc/xen/gone.cfg", "name = 'gone'\nkernel = 'k'\npci = [ '0c:00.0' ]\n");
    Run export = on("export");
    assertThat(export.exit()).isEqualTo(ExitCode.DONE);
    assertThat(export.lines())
        .contains("hidden: []", "  pv2:")
        .doesNotContain("  pv1:", "  pv4:")
        .contains(
            "# - guest pv1: 0000:0a:04.0 is in the running guest, but not in its definition",
            "# - guest pv4: another guest in this file has 0000:09:00.0 too",
            "# - guest gone: this machine has no PCI function 0000:0c:00.0")
        .anyMatch(line -> line.startsWith("# - guest no: the entry 'name=nic'"));
    assertAlreadySo(export);
  }

  @Test
  void anEmptyHostIsExportedAsAnEmptyFile() throws IOException {
    Run export = on("export");
    assertThat(export.lines()).endsWith("format: 1", "hidden: []", "guests: {}");
    assertAlreadySo(export);
  }

  @Test
  void strangeNamesOfGuestsAreQuoted() throws IOException {
    host.hidden(CARD, TWIN)
        .put("etc/xen/a.cfg", "name = 'no'\nkernel = 'k'\npci = [ '09:00.0' ]\n")
        .put("etc/xen/b.cfg", "name = 'a: \"b\" #'\nkernel = 'k'\npci = [ '0a:04.0' ]\n");
    Run export = on("export");
    assertThat(export.lines()).contains("  \"no\":", "  \"a: \\\"b\\\" #\":");
    assertAlreadySo(export);
  }

  @Test
  void exportNeedsRoot() {
    host.withoutRoot();
    assertThat(on("export").exit()).isEqualTo(ExitCode.REFUSED);
  }

  private void assertAlreadySo(Run export) throws IOException {
    Run applied = on("apply", file(export.out()));
    assertThat(applied.exit()).as(applied.printed()).isEqualTo(ExitCode.DONE);
    assertThat(applied.out()).startsWith("already so: ");
    assertThat(new Journal(host.machine()).closed()).isEmpty();
  }

  private String file(String text) throws IOException {
    return Files.writeString(folder.resolve("devices.yaml"), text).toString();
  }

  private Run on(String... arguments) {
    return JsonCase.run(host.machine(), List.of(arguments));
  }
}
