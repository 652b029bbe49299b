package gangway.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import gangway.Problem;
import gangway.attack.Attack;
import gangway.attack.Party;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderMachineTest {
  private Path root = Path.of("");
  private Path outside = Path.of("");
  private final List<Path> links = new ArrayList<>();

  @BeforeEach
  void layOut(@TempDir Path folder) throws IOException {
    root = Files.createDirectory(folder.resolve("root"));
    outside = Files.createDirectory(folder.resolve("outside"));
    Files.writeString(outside.resolve("secret"), "not of this machine");
    put("etc/xen/pv1.cfg", "name = \"pv1\"\n");
    put("usr/bin/kmod", "");
  }

  @Test
  void filesAreReadByThePathsOfTheMachine() {
    assertThat(machine().read(Path.of("/etc/xen/pv1.cfg"))).contains("name = \"pv1\"\n");
    assertThat(machine().exists(Path.of("/etc/xen"))).isTrue();
  }

  @Test
  void missingFilesAreEmpty() {
    Path absent = Path.of("/etc/absent");
    assertThat(machine().read(absent)).isEmpty();
    assertThat(machine().lines(absent)).isEmpty();
    assertThat(machine().number(absent)).isEmpty();
    assertThat(machine().list(absent)).isEmpty();
    assertThat(machine().linkName(absent)).isEmpty();
    assertThat(machine().real(absent)).isEmpty();
    assertThat(machine().exists(absent)).isFalse();
  }

  @Test
  void allKindsOfLineEndsSeparateLines() throws IOException {
    put("proc/lines", "one\n\n three \r\nlast");
    assertThat(machine().lines(Path.of("/proc/lines")))
        .containsExactly("one", "", " three ", "last");
  }

  @Test
  void aFileWithMoreThanANumberIsNotANumber() throws IOException {
    put("sys/numa_node", "-1\n");
    put("sys/raid_disks", "4 (3)\n");
    assertThat(machine().number(Path.of("/sys/numa_node"))).hasValue(-1);
    assertThat(machine().number(Path.of("/sys/raid_disks"))).isEmpty();
  }

  @Test
  void aFolderIsNotAFileAndAFileIsNotAFolder() {
    assertThat(machine().read(Path.of("/etc/xen"))).isEmpty();
    assertThat(machine().list(Path.of("/etc/xen/pv1.cfg"))).isEmpty();
    assertThat(machine().linkName(Path.of("/etc/xen/pv1.cfg"))).isEmpty();
  }

  @Test
  void aFoldersNamesAreSorted() throws IOException {
    put("etc/xen/b.cfg", "");
    put("etc/xen/a.cfg", "");
    put("etc/xen/.hidden", "");
    assertThat(machine().list(Path.of("/etc/xen")))
        .containsExactly(".hidden", "a.cfg", "b.cfg", "pv1.cfg");
  }

  @Test
  void bytesThatAreNotUtf8AreReplaced() throws IOException {
    Files.write(root.resolve("etc/bytes"), new byte[] {'a', (byte) 0xff, 'b'});
    assertThat(machine().read(Path.of("/etc/bytes"))).contains("a\ufffdb");
    assertThat(machine().readBytes(Path.of("/etc/bytes")).orElseThrow()).hasSize(3);
  }

  @Attack(Party.FILE)
  @Test
  void anAbsoluteLinkIsResolvedInsideTheFolder() throws IOException {
    link("sbin", "/usr/sbin");
    link("usr/sbin/modprobe", "/bin/kmod");
    link("bin", "usr/bin");
    assertThat(machine().real(Path.of("/sbin/modprobe"))).contains(Path.of("/usr/bin/kmod"));
    assertThat(machine().exists(Path.of("/sbin/modprobe"))).isTrue();
    assertThat(machine().linkName(Path.of("/sbin/modprobe"))).contains("kmod");
  }

  @Test
  void aRelativeLinkIsResolvedFromItsOwnFolder() throws IOException {
    put("sys/devices/pci0000:00/0000:09:00.0/uevent", "PCI_ID=8086:10D3\n");
    link("sys/bus/pci/devices/0000:09:00.0", "../../../devices/pci0000:00/0000:09:00.0");
    Path device = Path.of("/sys/bus/pci/devices/0000:09:00.0");
    assertThat(machine().read(device.resolve("uevent"))).contains("PCI_ID=8086:10D3\n");
    assertThat(machine().list(device)).containsExactly("uevent");
    assertThat(machine().real(device)).contains(Path.of("/sys/devices/pci0000:00/0000:09:00.0"));
  }

  @Attack(Party.FILE)
  @Test
  void noPathLeadsOutOfTheFolder() {
    for (String up : new String[] {"/..", "/../outside", "/etc/../../outside", "/../../../.."}) {
      Path path = Path.of(up);
      assertThat(machine().read(path.resolve("secret"))).as(up).isEmpty();
      assertThat(machine().list(path)).as(up).doesNotContain("secret", "outside");
      assertThat(machine().exists(path.resolve("secret"))).as(up).isFalse();
    }
    assertThat(machine().real(Path.of("/..")).orElseThrow()).isEqualTo(Path.of("/"));
  }

  @Attack(Party.FILE)
  @Test
  void noLinkLeadsOutOfTheFolder() throws IOException {
    link("etc/up", "../../outside/secret");
    link("etc/far", outside.resolve("secret").toString());
    link("etc/folder", outside.toString());
    for (String file : new String[] {"/etc/up", "/etc/far", "/etc/folder/secret"}) {
      assertThat(machine().read(Path.of(file))).as(file).isEmpty();
      assertThat(machine().readBytes(Path.of(file))).as(file).isEmpty();
      assertThat(machine().real(Path.of(file))).as(file).isEmpty();
    }
    assertThat(machine().list(Path.of("/etc/folder"))).isEmpty();
    assertThat(machine().linkName(Path.of("/etc/folder/secret"))).isEmpty();
    assertThat(machine().exists(Path.of("/etc/folder/secret"))).isFalse();
  }

  @Test
  void aDanglingLinkExistsAndHasAName() throws IOException {
    link("sys/driver", "../../bus/pci/drivers/e1000e");
    assertThat(machine().exists(Path.of("/sys/driver"))).isTrue();
    assertThat(machine().linkName(Path.of("/sys/driver"))).contains("e1000e");
    assertThat(machine().real(Path.of("/sys/driver"))).isEmpty();
  }

  @Test
  void aLinkToTheRootHasNoNameAndLeadsToTheRoot() throws IOException {
    link("etc/root", "/");
    assertThat(machine().linkName(Path.of("/etc/root"))).isEmpty();
    assertThat(machine().list(Path.of("/etc/root"))).containsExactly("etc", "usr");
  }

  @Attack(Party.FILE)
  @Test
  void circularLinksLeadNowhere() throws IOException {
    link("etc/a", "b");
    link("etc/b", "a");
    assertThat(machine().read(Path.of("/etc/a"))).isEmpty();
    assertThat(machine().list(Path.of("/etc/a"))).isEmpty();
    assertThat(machine().real(Path.of("/etc/a"))).isEmpty();
    assertThat(machine().exists(Path.of("/etc/a/x"))).isFalse();
  }

  @Test
  void theFilesBelowAFolderAreThoseOfTheMachine() throws IOException {
    put("srv/b/2", "");
    put("srv/a", "");
    link("srv/file", "/etc/xen/pv1.cfg");
    link("srv/folder", "/etc");
    link("srv/dangling", "/nowhere");
    link("srv/loop", "loop");
    link("link", "srv/b");
    assertThat(machine().filesBelow(Path.of("/srv")))
        .containsExactly(Path.of("/srv/a"), Path.of("/srv/b/2"), Path.of("/srv/file"));
    assertThat(machine().filesBelow(Path.of("/srv/a"))).containsExactly(Path.of("/srv/a"));
    assertThat(machine().filesBelow(Path.of("/link"))).containsExactly(Path.of("/link/2"));
    assertThat(machine().filesBelow(Path.of("/nowhere"))).isEmpty();
    assertThat(machine().filesBelow(Path.of("/srv/dangling"))).isEmpty();
  }

  @Test
  void theTimeOfALinkIsThatOfItsTarget() throws IOException {
    put("srv/a", "");
    link("srv/link", "/srv/a");
    Instant when = Instant.parse("2025-01-02T03:04:05Z");
    Files.setLastModifiedTime(root.resolve("srv/a"), FileTime.from(when));
    assertThat(machine().modified(Path.of("/srv/a"))).contains(when);
    assertThat(machine().modified(Path.of("/srv/link"))).contains(when);
    assertThat(machine().modified(Path.of("/srv/none"))).isEmpty();
  }

  @Test
  void aFileWithoutReadPermissionIsAProblem() throws IOException {
    assumeFalse(new LiveMachine().root(), "root may read everything");
    Path secret = root.resolve("etc/xen/pv1.cfg");
    Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("---------"));
    Problem problem =
        catchThrowableOfType(Problem.class, () -> machine().read(Path.of("/etc/xen/pv1.cfg")));
    assertThat(problem.kind()).isEqualTo(Problem.Kind.REFUSED);
    assertThat(problem.blocker()).isEqualTo("/etc/xen/pv1.cfg cannot be read: permission denied");
  }

  @Test
  void aFolderHasNoCommandsAndNoXenStore() {
    assertThat(machine().ask(Command.of("true"))).isEmpty();
    assertThat(machine().xenStore()).isEmpty();
    assertThat(machine().root()).isTrue();
  }

  /** Deletes links that lead out of the folder, before the folder is deleted. */
  @AfterEach
  void cutLinks() throws IOException {
    for (Path link : links) {
      Files.delete(link);
    }
  }

  private Machine machine() {
    return new FolderMachine(root);
  }

  private void put(String file, String text) throws IOException {
    Files.createDirectories(root.resolve(file).getParent());
    Files.writeString(root.resolve(file), text);
  }

  private void link(String link, String target) throws IOException {
    Files.createDirectories(root.resolve(link).getParent());
    links.add(Files.createSymbolicLink(root.resolve(link), Path.of(target)));
  }
}
