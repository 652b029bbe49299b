package gangway.cli;

import static gangway.host.GuideHost.CARD;
import static gangway.host.GuideHost.TWIN;
import static org.assertj.core.api.Assertions.assertThat;

import gangway.MemoryFolder;
import gangway.host.GuideHost;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** gangway capture, and reading commands on a capture. */
class CaptureCommandTest {
  @TempDir(factory = MemoryFolder.class)
  private Path folder;

  @TempDir(factory = MemoryFolder.class)
  private Path elsewhere;

  private GuideHost host;
  private Path file;

  @BeforeEach
  void host() {
    host = new GuideHost(folder);
    host.put("usr/share/misc/pci.ids", PCI_IDS);
    file = elsewhere.resolve("host.gangway");
  }

  private static final String PCI_IDS =
      """
      # names
      8085  Somebody Else
      \t10d3  Another Thing
      8086  Intel Corporation
      \t10d2  Not Here
      \t10d3  82574L Gigabit Network Connection
      \t\t8086 a01f  Gigabit CT Desktop Adapter
      \t2922  82801IR SATA Controller
      C 02  Network controller
      \t00  Ethernet controller
      \t01  Token ring network controller
      """;

  private Run capture(String... options) {
    String[] all = new String[options.length + 2];
    System.arraycopy(options, 0, all, 1, options.length);
    all[0] = "capture";
    all[all.length - 1] = file.toString();
    return Run.on(folder, all);
  }

  private String content() throws IOException {
    try (GZIPInputStream stream = new GZIPInputStream(Files.newInputStream(file))) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "devices",
        "devices --all --json",
        "devices --class network",
        "show 09:00.0",
        "show --json 0a:04.1",
        "show 0000:00:1f.2",
        "guests",
        "guests --json",
        "doctor",
        "doctor --json",
        "check hide 09:00.0 0a:04.0",
        "check hide --json 0000:00:1f.2 0000:03:00.0",
        "check unhide --json 09:00.0",
        "check attach --json pv2 09:00.0",
        "check detach --json pv2 09:00.0",
        "hide --dry-run 09:00.0",
        "unhide --dry-run 0a:04.0",
        "attach --dry-run pv2 0a:04.0",
        "detach --dry-run --config pv2 09:00.0",
        "boot-config 09:00.0",
        "show 0b:00.0",
        "show nonsense"
      })
  void everyReadingCommandPrintsTheSameOnTheCapture(String words) {
    host.hidden(TWIN)
        .put("etc/modprobe.d/gangway.conf", "options xen-pciback hide=(0000:0a:04.0)\n");
    assertThat(capture().exit()).isEqualTo(ExitCode.DONE);
    assertThat(Run.on(file, words.split(" "))).isEqualTo(Run.on(folder, words.split(" ")));
  }

  @Test
  void captureReportsWhatItWroteAndChangesNothing() {
    var before = host.everything();
    Run run = capture();
    assertThat(run.exit()).isEqualTo(ExitCode.DONE);
    assertThat(run.err()).isEmpty();
    assertThat(run.lines().getFirst())
        .startsWith("captured: 8 functions, ")
        .contains(file.toString());
    assertThat(run.out()).contains("without keys, passwords and hashes", "--mask-addresses");
    assertThat(host.changesSince(before)).isEmpty();
  }

  @Test
  void onlyTheOwnerCanReadTheCapture() throws IOException {
    capture();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(elsewhere.toFile().list()).containsExactly("host.gangway");
  }

  @Test
  void anExistingFileIsOverwrittenOnlyWithForce() throws IOException {
    Files.writeString(file, "mine");
    Run run = capture();
    assertThat(run.exit()).isEqualTo(ExitCode.REFUSED);
    assertThat(run.err()).contains("already exists").contains("--force");
    assertThat(file).hasContent("mine");
    assertThat(capture("--force").exit()).isEqualTo(ExitCode.DONE);
    assertThat(Run.on(file, "devices").exit()).isEqualTo(ExitCode.DONE);
  }

  @Test
  void onlyARegularFileIsReplaced() throws IOException {
    Files.createSymbolicLink(file, Path.of("/dev/null"));
    assertThat(capture("--force").exit()).isEqualTo(ExitCode.REFUSED);
    file = elsewhere.resolve("no/such/folder");
    assertThat(capture().exit()).isEqualTo(ExitCode.FAILED);
    assertThat(capture().err()).contains("its folder does not exist");
  }

  @Test
  void theCaptureContainsNoSecret() throws IOException {
    host.put("etc/xen/pv1.cfg", "name = \"pv1\"\nbootloader='pygrub'\nvncpasswd = \"pA5sw0rd\"\n");
    host.put(
        "etc/xen/pv2.cfg",
        "name = 'pv2'\nbootloader='pygrub'\nvfb = [ 'vncpasswd=pA5sw0rd,keymap=de' ]\n");
    host.put(
        "etc/libvirt/libxl/pv3.xml",
        "<domain type='xen'><name>pv3</name><devices><graphics"
            + " passwd='pA5sw0rd'/></devices></domain>");
    host.put("proc/cmdline", "root=/dev/sda1 rd.iscsi.password=pA5sw0rd\n");
    capture();
    assertThat(content()).doesNotContain("pA5sw0rd").contains("keymap=de");
    assertThat(Run.on(file, "guests")).isEqualTo(Run.on(folder, "guests"));
  }

  @Test
  void aMaskedCaptureHasNoOriginalAddressesAndTheSameFindings() throws IOException {
    host.put(
        "etc/xen/pv1.cfg",
        "name = \"pv1\"\nbootloader='pygrub'\nvif = [ 'mac=00:16:3e:77:88:99,ip=10.1.2.3' ]\n");
    host.put("proc/cmdline", "root=/dev/nfs nfsroot=10.77.88.99:/srv\n");
    assertThat(capture("--mask-addresses").out()).contains("network addresses are replaced");
    assertThat(content())
        .doesNotContain("77:88:99", "10.1.2.3", "10.77.88.99", "0102A8C0")
        .contains(CARD, "\"masked\":true");
    for (String words : new String[] {"devices", "guests", "check hide 0000:03:00.0"}) {
      assertThat(Run.on(file, words.split(" "))).isEqualTo(Run.on(folder, words.split(" ")));
    }
  }

  @Test
  void anExistingCaptureCanBeMasked() throws IOException {
    capture();
    Path masked = elsewhere.resolve("masked");
    assertThat(content()).contains("0102A8C0");
    assertThat(Run.on(file, "capture", "--mask-addresses", masked.toString()).exit())
        .isEqualTo(ExitCode.DONE);
    file = masked;
    assertThat(content()).doesNotContain("0102A8C0");
    assertThat(Run.on(masked, "devices", "--all")).isEqualTo(Run.on(folder, "devices", "--all"));
  }

  @Test
  void onlyTheNamesOfPresentDevicesAreStored() throws IOException {
    capture();
    assertThat(content())
        .contains("82574L Gigabit", "Ethernet controller", "Gigabit CT")
        .doesNotContain("Not Here", "Somebody Else", "Token ring");
  }

  @Test
  void aFileThatIsNotACaptureIsRefused() throws IOException {
    Files.writeString(file, "root:x:0:0\n");
    Run run = Run.on(file, "devices");
    assertThat(run.exit()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).contains("is not a capture").contains("fix: ");
    assertThat(run.err().lines()).hasSizeLessThan(4);
    assertThat(Run.on(elsewhere.resolve("none"), "devices").err()).contains("does not exist");
  }

  @Test
  void aCaptureIsNeverChanged() {
    capture();
    Run run = Run.on(file, "hide", "09:00.0");
    assertThat(run.exit()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).contains("add --dry-run");
  }
}
