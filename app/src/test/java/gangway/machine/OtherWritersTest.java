package gangway.machine;

import static org.assertj.core.api.Assertions.assertThat;

import gangway.attack.Attack;
import gangway.attack.Party;
import gangway.machine.Machine.StickyFolders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Root stands here for the user that runs the test, and for the owners of the folders above. */
@Attack(Party.LOCAL_USER)
class OtherWritersTest {
  private Path folder;
  private Path file;
  private OtherWriters others;

  @BeforeEach
  void aFileOfRoots(@TempDir Path temporary) throws IOException {
    folder = Files.createDirectory(temporary.toRealPath().resolve("folder"));
    file = Files.writeString(folder.resolve("file"), "");
    Set<Integer> trusted = new HashSet<>(Set.of(0));
    for (Path path = folder; path != null; path = path.getParent()) {
      trusted.add((Integer) Files.getAttribute(path, "unix:uid"));
    }
    others = new OtherWriters(trusted);
    mode(folder, "rwxr-xr-x");
    mode(file, "rw-r--r--");
  }

  @Test
  void onlyRootCanChangeAFileOfRootsInAFolderOfRoots() {
    assertThat(now(file)).isEmpty();
    assertThat(now(folder.resolve("missing"))).isEmpty();
  }

  @Test
  void aFileOrFolderThatOthersMayWriteIsFound() throws IOException {
    for (String mode : new String[] {"rw-rw-r--", "rw-r--rw-"}) {
      mode(file, mode);
      assertThat(now(file)).get().asString().startsWith(file + " has mode 06");
    }
    mode(file, "rw-r--r--");
    mode(folder, "rwxrwxr-x");
    assertThat(now(file)).get().asString().startsWith(folder + " has mode 0775");
  }

  @Test
  void aFileOfAnotherUserIsFound() {
    assertThat(new OtherWriters(Set.of(4711)).of(file, StickyFolders.TRUSTED))
        .get()
        .asString()
        .contains("belongs to the user with the ID ");
  }

  @Test
  void inAStickyFolderAFileOfRootsIsSafeNowButNotForEver() throws IOException {
    Files.setAttribute(folder, "unix:mode", 01777);
    assertThat(now(file)).isEmpty();
    assertThat(others.of(file, StickyFolders.DISTRUSTED)).isPresent();
  }

  @Test
  void aMissingFileInAStickyFolderCanBeCreatedByEveryUser() throws IOException {
    Files.setAttribute(folder, "unix:mode", 01777);
    Path missing = folder.resolve("missing");
    assertThat(toWrite(missing)).get().asString().startsWith(folder + " has mode 1777");
    assertThat(toWrite(folder.resolve("missing/below"))).isPresent();
    Path dangling = Files.createSymbolicLink(folder.resolve("dangling"), missing);
    assertThat(toWrite(dangling)).isPresent();

    assertThat(toWrite(file)).as("a file of root's stays").isEmpty();
    Path inside = Files.createDirectory(folder.resolve("inside"));
    mode(inside, "rwxr-xr-x");
    assertThat(toWrite(inside.resolve("missing"))).as("and so does a folder").isEmpty();
  }

  /** The kernel shows the mask of an access control list as the group (acl(5)). */
  @Test
  void aFolderWhoseAccessControlListLetsAnotherUserWriteIsFound() {
    assertThat(judged(new PathPart(folder, 0, 040770)).orElseThrow()).contains("mode 0770");
    assertThat(judged(new PathPart(folder, 0, 040750))).isEmpty();
  }

  @Test
  void theGroupOfDisksMayWriteToADisk() {
    assertThat(judged(new PathPart(Path.of("/dev/dm-3"), 0, 0060660))).isEmpty();
    assertThat(judged(new PathPart(Path.of("/dev/dm-3"), 0, 0060666))).isPresent();
    assertThat(judged(new PathPart(Path.of("/dev/dm-3"), 1000, 0060660))).isPresent();
  }

  /** Debian: drwx------ polkitd root /etc/polkit-1/rules.d. */
  @Test
  void polkitdOwnsTheFolderOfItsRules() {
    Path rules = Path.of("/etc/polkit-1/rules.d");
    assertThat(judged(new PathPart(rules, 997, 040700))).isEmpty();
    assertThat(judged(new PathPart(rules, 997, 040770))).isPresent();
    assertThat(judged(new PathPart(rules.resolve("x"), 997, 0100600))).isPresent();
    assertThat(judged(new PathPart(Path.of("/etc/polkit-1"), 997, 040700))).isPresent();
  }

  @Test
  void everyLinkOnTheWayIsFollowed() throws IOException {
    Path open = Files.createDirectory(folder.resolve("open"));
    Path inside = Files.createSymbolicLink(open.resolve("inside"), file);
    Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("open/../open/inside"));
    assertThat(now(link)).isEmpty();
    mode(open, "rwxrwxrwx");
    assertThat(now(link)).as(inside.toString()).get().asString().startsWith(open + " has mode");
    assertThat(now(Files.createSymbolicLink(folder.resolve("loop"), Path.of("loop")))).isPresent();
  }

  @Test
  void aDotInALinkLeadsNowhereElse() throws IOException {
    Path open = Files.createDirectory(folder.resolve("open"));
    Path deep = Files.createDirectories(folder.resolve("deep/er"));
    mode(open, "rwxrwxrwx");
    Path link = Files.createSymbolicLink(deep.resolve("link"), Path.of("./../.././open/file"));
    assertThat(now(link)).get().asString().startsWith(open + " has mode");
  }

  private Optional<String> toWrite(Path path) {
    return others.of(path, StickyFolders.TRUSTED_IF_FILE_EXISTS);
  }

  private static Optional<String> judged(PathPart part) {
    return OtherWriters.THAN_ROOT.of(List.of(part), true, StickyFolders.TRUSTED);
  }

  private Optional<String> now(Path path) {
    return others.of(path, StickyFolders.TRUSTED);
  }

  private static void mode(Path path, String mode) throws IOException {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
  }
}
