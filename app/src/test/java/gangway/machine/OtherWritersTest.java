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
  void everyLinkOnTheWayIsFollowed() throws IOException {
    Path open = Files.createDirectory(folder.resolve("open"));
    Path inside = Files.createSymbolicLink(open.resolve("inside"), file);
    Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("open/../open/inside"));
    assertThat(now(link)).isEmpty();
    mode(open, "rwxrwxrwx");
    assertThat(now(link)).as(inside.toString()).get().asString().startsWith(open + " has mode");
    assertThat(now(Files.createSymbolicLink(folder.resolve("loop"), Path.of("loop")))).isPresent();
  }

  private Optional<String> now(Path path) {
    return others.of(path, StickyFolders.TRUSTED);
  }

  private static void mode(Path path, String mode) throws IOException {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
  }
}
