package gangway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The scripts of Gangway's Debian package, which dpkg runs as root, on the files of a host. */
class PackageScriptsTest {
  private static final Path SOURCES = Documents.ROOT.resolve("dist/package");
  private static final String VERSION = "0.2.0~snapshot";
  private static final int FORMAT = 2;
  private static final int PROCESS = 77;
  private static final String PROGRAM = "/usr/lib/gangway/bin/gangway";
  private static final String BOOT = "/proc/sys/kernel/random/boot_id";

  /** All commands that the scripts find: no other Gangway of this machine. */
  private static final List<String> TOOLS =
      List.of("cat", "find", "grep", "head", "readlink", "rm", "sed", "sort", "tail");

  @TempDir(factory = MemoryFolder.class)
  private Path host;

  private record Ended(int exit, String printed) {}

  @BeforeEach
  void aHostWithoutXen() throws IOException {
    Path path = Files.createDirectories(host.resolve("path"));
    for (String tool : TOOLS) {
      Files.createSymbolicLink(path.resolve(tool), Path.of("/usr/bin", tool).toRealPath());
    }
    for (String tool : List.of("deb-systemd-helper", "deb-systemd-invoke")) {
      program("path/" + tool, "exit 0");
    }
    program("usr/bin/gangway", "case $1 in devices) cat devices ;; guard) exec ./guard ;; esac");
    put(
        "devices",
        "ADDRESS       CLASS  OWNER  HIDDEN  DEVICE\n0000:00:02.0  usb    xhci   -       x");
    program("guard", "rm usr/lib/xen-4.17/bin/xl");
  }

  @Test
  void onAHostWithoutXenNothingIsReported() {
    for (String script :
        List.of("preinst install", "postinst configure", "postinst configure 0.1")) {
      assertThat(run(script)).isEqualTo(new Ended(0, ""));
    }
    assertThat(run("prerm remove")).isEqualTo(new Ended(0, ""));
    assertThat(run("postrm remove")).isEqualTo(new Ended(0, ""));
    assertThat(run("postrm purge")).isEqualTo(new Ended(0, ""));
  }

  @ParameterizedTest
  @CsvSource({"2,0.2.0-SNAPSHOT", "2,0.1.0", "1,0.1.0", "2,0.0.9-SNAPSHOT"})
  void anInterruptedOperationOfTheSameOrAnOlderVersionAllowsTheUpgrade(int format, String writer) {
    operation(format, writer, "another boot");
    assertThat(run("preinst upgrade 0.1.0-1")).isEqualTo(new Ended(0, ""));
  }

  @ParameterizedTest
  @CsvSource({"2,0.2.0", "2,0.10.0", "2,1.0.0-SNAPSHOT", "3,0.2.0-SNAPSHOT"})
  void anInterruptedOperationOfANewerVersionRefusesTheDowngrade(int format, String writer) {
    operation(format, writer, "another boot");
    Ended refused = run("preinst upgrade 1.0.0-1");
    assertThat(refused.exit()).isEqualTo(1);
    assertThat(refused.printed())
        .contains("cannot undo the operations of a newer version", "run 'gangway recover'");
  }

  @Test
  void anOperationInProgressRefusesTheUpgrade() throws IOException {
    operation(FORMAT, "0.2.0-SNAPSHOT", Files.readString(Path.of(BOOT)).strip());
    assertThat(run("preinst upgrade 0.1.0-1").exit()).isZero();
    Path process = Files.createDirectories(host.resolve("proc/" + PROCESS));
    Files.createSymbolicLink(process.resolve("exe"), Path.of("/usr/lib/gangway/runtime/bin/java"));
    Ended refused = run("preinst upgrade 0.1.0-1");
    assertThat(refused.exit()).isEqualTo(1);
    assertThat(refused.printed()).contains("in progress (process 77)");
  }

  @Test
  void aRecoveryInProgressRefusesTheUpgrade() throws IOException {
    String boot = Files.readString(Path.of(BOOT)).strip();
    operation(FORMAT, "0.2.0-SNAPSHOT", "another boot");
    Files.writeString(
        host.resolve("var/lib/gangway/running/1/run.jsonl"),
        """
        {"at":"2026-11-29T01:02:04Z","event":{"kind":"taken-over","author":{"user":"root","from":null,\
        "pid":78,"started":"9","boot":"%s","pidNamespace":null}}}
        {"at":"2026-11-29T01:02:05Z","event":{"kind":"undone","step":1}}
        """
            .formatted(boot),
        StandardOpenOption.APPEND);
    assertThat(run("preinst upgrade 0.1.0-1").exit()).isZero();
    Path process = Files.createDirectories(host.resolve("proc/78"));
    Files.createSymbolicLink(process.resolve("exe"), Path.of("/usr/lib/gangway/runtime/bin/java"));
    Ended refused = run("preinst upgrade 0.1.0-1");
    assertThat(refused.exit()).isEqualTo(1);
    assertThat(refused.printed()).contains("in progress (process 78)");
  }

  @Test
  void anOperationRefusesTheRemovalButNotTheUpgradeOfThePackage() {
    operation(FORMAT, "0.2.0-SNAPSHOT", "another boot");
    assertThat(run("prerm remove").exit()).isEqualTo(1);
    assertThat(run("prerm remove").printed()).contains("run 'gangway recover'");
    assertThat(run("prerm upgrade 0.3.0-1")).isEqualTo(new Ended(0, ""));
  }

  @Test
  void theGuardIsRemovedFirst() {
    put("usr/lib/xen-4.17/bin/xl", "\"" + PROGRAM + "\" guard ask");
    Ended removed = run("prerm remove");
    assertThat(removed.exit()).isZero();
    assertThat(removed.printed()).contains("the guard is removed");
  }

  @Test
  void aGuardThatCannotBeRemovedRefusesTheRemoval() {
    put("usr/lib/xen-4.17/bin/xl", "\"" + PROGRAM + "\" guard ask");
    program("guard", "echo 'no space left on device' >&2; exit 1");
    Ended refused = run("prerm remove");
    assertThat(refused.exit()).isEqualTo(1);
    assertThat(refused.printed())
        .contains("no space left on device", "could not be removed", "run 'gangway guard remove'");
  }

  @Test
  void theGuardOfAnotherInstallationStays() {
    put("usr/lib/xen-4.17/bin/xl", "\"/opt/gangway/bin/gangway\" guard ask");
    program("guard", "exit 1");
    assertThat(run("prerm remove")).isEqualTo(new Ended(0, ""));
    assertThat(host.resolve("usr/lib/xen-4.17/bin/xl")).exists();
  }

  @Test
  void aRemovalNamesTheDevicesThatDom0DoesNotGetBack() {
    put(
        "devices",
        """
        ADDRESS       CLASS    OWNER                                  HIDDEN      DEVICE
        0000:02:00.0  usb      xhci_hcd                               -           Now Inc. now
        0000:03:00.0  network  pciback                                now         Intel
        0000:04:00.0  network  guest pv1 (domain 1) at 0000:00:00.0   now+reboot  Intel
        0000:05:00.0  network  e1000e                                 reboot?     Intel
        """);
    assertThat(run("prerm remove").printed())
        .contains("0000:03:00.0", "0000:04:00.0", "0000:05:00.0", "gangway unhide")
        .doesNotContain("0000:02:00.0");
  }

  @Test
  void otherInstallationsThatWouldBeUsedInsteadAreNamed() {
    program("path/gangway", "exit 0");
    put("etc/systemd/system/gangway-watch.service", "");
    Ended configured = run("postinst configure");
    assertThat(configured.exit()).isZero();
    assertThat(configured.printed())
        .contains(
            "delete " + host.resolve("path/gangway"),
            "delete " + host.resolve("etc/systemd/system/gangway-watch.service"));
  }

  /** The PATH of the scripts under apt has no folder of /usr/local. */
  @Test
  void aLinkInUsrLocalIsNamedAlthoughAptDoesNotSearchThere() {
    program("usr/local/bin/gangway", "exit 0");
    assertThat(run("postinst configure").printed())
        .contains("delete " + host.resolve("usr/local/bin/gangway"));
    put("var/lib/gangway/running/1/run.jsonl", "");
    assertThat(run("postrm purge").printed()).contains("stay, because");
    assertThat(host.resolve("var/lib/gangway/running/1/run.jsonl")).exists();
  }

  @Test
  void aPurgeDeletesEverythingExceptTheListOfHiddenDevices() {
    put("var/lib/gangway/original/0000:03:00.0", "e1000e");
    put("etc/gangway/shutdown-policy", "");
    put("etc/modprobe.d/gangway.conf", "options xen-pciback hide=(0000:03:00.0)");
    put("etc/dracut.conf.d/90-gangway.conf", "force_drivers+=\" xen_pciback \"");
    put("etc/initramfs-tools/hooks/gangway", "#!/bin/sh\n");
    Ended purged = run("postrm purge");
    assertThat(purged.exit()).isZero();
    assertThat(purged.printed())
        .contains(
            "gangway.conf stays",
            "update-initramfs -u -k all",
            "etc/initramfs-tools/scripts/init-top/gangway, too",
            "90-gangway.conf, too, and run 'dracut --force --regenerate-all'");
    assertThat(host.resolve("var/lib/gangway")).doesNotExist();
    assertThat(host.resolve("etc/gangway")).doesNotExist();
    assertThat(host.resolve("etc/modprobe.d/gangway.conf")).exists();
  }

  @Test
  void aPurgeKeepsTheMemoryOfSavedGuests() {
    put("var/lib/gangway/saved/pv1", "image");
    put("var/lib/gangway/history/1/run.jsonl", "");
    assertThat(run("postrm purge").printed()).contains("var/lib/gangway/saved/pv1");
    assertThat(host.resolve("var/lib/gangway/saved/pv1")).exists();
    assertThat(host.resolve("var/lib/gangway/history")).doesNotExist();
  }

  @Test
  void aPurgeKeepsWhatAnotherInstallationUses() {
    program("path/gangway", "exit 0");
    put("var/lib/gangway/running/1/run.jsonl", "");
    assertThat(run("postrm purge").printed()).contains("stay, because");
    assertThat(host.resolve("var/lib/gangway/running/1/run.jsonl")).exists();
  }

  private void operation(int format, String version, String boot) {
    put(
        "var/lib/gangway/running/1/run.jsonl",
        """
        {"format":%d,"version":"%s","id":"1","parent":null,"begun":"2026-11-29T01:02:03.456Z",\
        "author":{"user":"root","from":null,"pid":%d,"started":"9","boot":"%s","pidNamespace":null},\
        "words":["attach","{\\"version\\":\\"9.9\\"}"],"claims":[]}
        """
            .formatted(format, version, PROCESS, boot));
  }

  private void put(String file, String text) {
    try {
      Path path = host.resolve(file);
      Files.createDirectories(path.getParent());
      Files.writeString(path, text);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private void program(String file, String commands) {
    put(file, "#!/bin/sh\n" + commands + "\n");
    assertThat(host.resolve(file).toFile().setExecutable(true)).isTrue();
  }

  /** Runs a script of the package; its paths lead to the host's folder. */
  private Ended run(String words) {
    List<String> command =
        new ArrayList<>(List.of("/bin/sh", "-c", script(words.split(" ")[0]), "sh"));
    command.addAll(List.of(words.split(" ")).subList(1, words.split(" ").length));
    try {
      ProcessBuilder builder =
          new ProcessBuilder(command).directory(host.toFile()).redirectErrorStream(true);
      builder.environment().put("PATH", host.resolve("path").toString());
      Process process = builder.start();
      String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
      return new Ended(process.exitValue(), printed);
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private String script(String name) {
    String text =
        Documents.text(SOURCES.resolve("gangway/deb/" + name))
            .lines()
            .map(line ->
                line.startsWith("# include ")
                    ? Documents.text(SOURCES.resolve(line.substring("# include ".length())))
                    : line + "\n")
            .reduce("", String::concat);
    return text.replace("@VERSION@", VERSION)
        .replace("@FORMAT@", Integer.toString(FORMAT))
        .replace("/var/lib/", host + "/var/lib/")
        .replace("/etc/", host + "/etc/")
        .replace("/usr/bin/gangway", host + "/usr/bin/gangway")
        .replace("/usr/local/", host + "/usr/local/")
        .replace("/usr/lib/xen-", host + "/usr/lib/xen-")
        .replace("/run/systemd", host + "/run/systemd")
        .replace("/proc/$", host + "/proc/$");
  }
}
