package gangway.service.live;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real inotify in a folder of the test. */
class FileChangesTest {
  private static final Set<Topic> GUESTS = EnumSet.of(Topic.GUESTS);
  private static final Set<Topic> DOCTOR = EnumSet.of(Topic.DOCTOR);

  private final List<Path> told = new ArrayList<>();
  private Path top = Path.of("/");
  private Path xen = Path.of("/");
  private FileChanges files = new FileChanges(List.of(), told::add);

  @BeforeEach
  void follow(@TempDir Path folder) throws IOException {
    top = folder.toRealPath();
    xen = top.resolve("etc/xen");
    files =
        new FileChanges(
            List.of(
                new WatchedFolder(xen, Set.of(), GUESTS, DOCTOR),
                new WatchedFolder(
                    top.resolve("etc"), Set.of("fstab"), EnumSet.of(Topic.HOST), Set.of())),
            told::add);
  }

  @AfterEach
  void end() {
    files.close();
  }

  private void open() throws IOException {
    Files.createDirectories(xen);
    files.open();
  }

  private Set<Topic> seen() throws IOException {
    return Await.drain(files);
  }

  @Test
  void aFileThatIsWrittenReplacedOrDeletedIsAChange() throws IOException {
    open();
    Path guest = xen.resolve("pv1.cfg");
    Files.writeString(guest, "a");
    assertThat(seen()).isEqualTo(GUESTS);
    Files.writeString(guest, "b");
    assertThat(seen()).isEqualTo(GUESTS);
    Path other = Files.writeString(top.resolve("other"), "c");
    assertThat(seen()).isEmpty();
    Files.move(other, guest, StandardCopyOption.ATOMIC_MOVE);
    assertThat(seen()).isEqualTo(GUESTS);
    Files.delete(guest);
    assertThat(seen()).isEqualTo(GUESTS);
    assertThat(told).containsOnly(xen);
    assertThat(seen()).isEmpty();
  }

  @Test
  void readingIsNoChange() throws IOException {
    open();
    Files.writeString(xen.resolve("pv1.cfg"), "a");
    seen();
    Files.readString(xen.resolve("pv1.cfg"));
    try (Stream<Path> list = Files.list(xen)) {
      assertThat(list).hasSize(1);
    }
    assertThat(seen()).isEmpty();
  }

  @Test
  void onlySomeNamesOfAFolderMatter() throws IOException {
    open();
    Files.writeString(top.resolve("etc/passwd"), "x");
    assertThat(seen()).isEmpty();
    Files.writeString(top.resolve("etc/fstab"), "x");
    assertThat(seen()).containsExactly(Topic.HOST);
  }

  @Test
  void aFolderInAFolderIsFollowedAlsoIfItIsNew() throws IOException {
    Files.createDirectories(xen.resolve("old"));
    open();
    Files.writeString(xen.resolve("old/a"), "a");
    assertThat(seen()).isEqualTo(DOCTOR);
    Files.createDirectory(xen.resolve("new"));
    assertThat(seen()).isEqualTo(GUESTS);
    Files.writeString(xen.resolve("new/a"), "a");
    assertThat(seen()).isEqualTo(DOCTOR);
    Files.move(xen.resolve("new"), top.resolve("history"));
    assertThat(seen()).containsExactly(Topic.GUESTS, Topic.DOCTOR);
    Files.writeString(top.resolve("history/a"), "b");
    assertThat(seen()).isEmpty();
  }

  @Test
  void aMissingFolderIsFollowedWhenItAppears() throws IOException {
    files.open();
    Files.createDirectory(top.resolve("etc"));
    assertThat(seen()).isEqualTo(Topic.ALL);
    Files.createDirectory(xen);
    assertThat(seen()).isEqualTo(Topic.ALL);
    Files.writeString(xen.resolve("a"), "a");
    assertThat(seen()).isEqualTo(GUESTS);
  }

  @Test
  void severalMissingFoldersCanAppearAtOnce() throws IOException {
    files.open();
    Path elsewhere = Files.createDirectories(top.resolve("new/xen"));
    Files.move(elsewhere.getParent(), top.resolve("etc"));
    assertThat(seen()).isEqualTo(Topic.ALL);
    Files.writeString(xen.resolve("a"), "a");
    assertThat(seen()).isEqualTo(GUESTS);
  }

  @Test
  void aReplacedFolderIsFollowedAndTheOldOneIsNot() throws IOException {
    open();
    Files.move(xen, top.resolve("etc/xen.old"));
    Files.createDirectory(xen);
    assertThat(seen()).isEqualTo(Topic.ALL);
    Files.writeString(top.resolve("etc/xen.old/a"), "a");
    assertThat(seen()).isEmpty();
    Files.writeString(xen.resolve("a"), "a");
    assertThat(seen()).isEqualTo(GUESTS);
  }

  @Test
  void aReplacedFolderAboveIsNoticed() throws IOException {
    open();
    Files.move(top.resolve("etc"), top.resolve("etc.old"));
    assertThat(seen()).isEqualTo(Topic.ALL);
    Files.createDirectories(xen);
    assertThat(seen()).isEqualTo(Topic.ALL);
    Files.writeString(xen.resolve("a"), "a");
    assertThat(seen()).isEqualTo(GUESTS);
  }

  @Test
  void aLinkToAFolderCanLeadToAnotherOne() throws IOException {
    Files.createDirectories(top.resolve("etc"));
    Files.createDirectories(top.resolve("srv/one"));
    Files.createDirectories(top.resolve("srv/two"));
    Files.createSymbolicLink(xen, top.resolve("srv/one"));
    files.open();
    Files.writeString(top.resolve("srv/one/a"), "a");
    assertThat(seen()).isEqualTo(GUESTS);
    Files.delete(xen);
    Files.createSymbolicLink(xen, top.resolve("srv/two"));
    assertThat(seen()).isEqualTo(Topic.ALL);
    Files.writeString(top.resolve("srv/two/a"), "a");
    assertThat(seen()).isEqualTo(GUESTS);
    // the link stays the same, but the folder is another one
    Files.createDirectory(top.resolve("three"));
    Files.move(top.resolve("srv/two"), top.resolve("srv/two.old"));
    assertThatThrownBy(this::seen).hasMessageContaining("the link leads to nothing");
  }

  @Test
  void aFileThatALinkLeadsToIsFollowed() throws IOException {
    Files.createDirectories(xen);
    Path target = Files.writeString(top.resolve("pv1.cfg"), "a");
    Files.createSymbolicLink(xen.resolve("pv1"), target);
    files.open();
    Files.writeString(target, "b");
    assertThat(seen()).isEqualTo(GUESTS);
    Files.writeString(top.resolve("other"), "b");
    assertThat(seen()).isEmpty();
    Path second = Files.writeString(top.resolve("pv2.cfg"), "a");
    Files.createSymbolicLink(xen.resolve("pv2"), second);
    assertThat(seen()).isEqualTo(Topic.ALL);
    Files.writeString(second, "b");
    assertThat(seen()).isEqualTo(GUESTS);
  }

  @Test
  void lostEventsCountAsAChangeOfEverything() throws IOException {
    open();
    int limit;
    // a sysctl gives its value only to a reader with a buffer that is large enough
    try (InputStream value =
        Files.newInputStream(Path.of("/proc/sys/fs/inotify/max_queued_events"))) {
      limit = Integer.parseInt(new String(value.readAllBytes(), UTF_8).strip());
    }
    Path one = xen.resolve("one");
    Path two = xen.resolve("two");
    // equal events in a row are one event, so two names take turns
    for (int i = 0; i < limit; i++) {
      Files.writeString(i % 2 == 0 ? one : two, "");
    }
    Files.delete(two);
    assertThat(seen()).isEqualTo(Topic.ALL);
    Files.writeString(one, "x");
    assertThat(seen()).isEqualTo(GUESTS);
  }

  /** Folders and files come, go, and are exchanged at random: the last change is always told. */
  @Test
  void noChangeIsLostInAnyOrderOfChanges() throws IOException {
    open();
    Random random = new Random(22);
    for (int i = 0; i < 100; i++) {
      int what = random.nextInt(6);
      Path aside = top.resolve("aside" + i);
      switch (what) {
        case 0 -> Files.move(xen, aside);
        case 1 -> Files.move(top.resolve("etc"), aside);
        case 2 -> Files.createDirectories(xen.resolve("inner" + i));
        case 3 -> Files.writeString(xen.resolve("file" + i), "a");
        case 4 -> {
          Files.move(xen, aside);
          Files.createSymbolicLink(xen, aside);
        }
        default -> {
          Files.move(top.resolve("etc"), aside);
          Files.createDirectories(xen);
        }
      }
      assertThat(seen()).as("change %d of kind %d", i, what).isNotEmpty();
      Files.createDirectories(Files.exists(xen) ? xen.toRealPath() : xen);
      seen();
      Files.writeString(xen.resolve("last"), "" + i);
      assertThat(seen()).as("the write after change %d of kind %d", i, what).contains(Topic.GUESTS);
    }
  }
}
