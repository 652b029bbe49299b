package gangway.machine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import gangway.attack.Attack;
import gangway.attack.Party;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {

  @Test
  void theContentIsReplacedAndNoOtherFileIsLeft(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("pciback.conf");
    Files.writeString(file, "a much longer text than the one that takes its place\n");
    AtomicFile.replace(file, "short\n".getBytes(UTF_8));
    assertThat(file).hasContent("short\n");
    assertThat(names(folder)).containsExactly("pciback.conf");
  }

  @Test
  void theFileKeepsItsMode(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("acpiphp.modules"), "old");
    for (String mode : new String[] {"rwxr-xr-x", "rw-------", "rw-rw-r--", "r--r--r--"}) {
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
      AtomicFile.replace(file, mode.getBytes(UTF_8));
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo(mode);
      assertThat(file).hasContent(mode);
    }
  }

  @Test
  void aModeIsChangedButNotThatOfALinksTarget(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("run.jsonl"), "");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    Path link = Files.createSymbolicLink(folder.resolve("link"), file);

    assertThat(AtomicFile.restrict(link, 0600)).isFalse();
    assertThat(Files.getPosixFilePermissions(file))
        .isEqualTo(PosixFilePermissions.fromString("rw-r--r--"));
    assertThat(AtomicFile.restrict(file, 0600)).isTrue();
    assertThat(Files.getPosixFilePermissions(file))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    assertThat(AtomicFile.restrict(file, 0600)).isFalse();
  }

  @Test
  void theFileKeepsItsExtendedAttributes(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("modprobe.conf"), "old");
    UserDefinedFileAttributeView before =
        Files.getFileAttributeView(file, UserDefinedFileAttributeView.class);
    assumeThat(Files.getFileStore(file).supportsFileAttributeView("user"))
        .as("extended attributes in " + folder)
        .isTrue();
    before.write("note", UTF_8.encode("kept"));

    AtomicFile.replace(file, "new".getBytes(UTF_8));

    UserDefinedFileAttributeView after =
        Files.getFileAttributeView(file, UserDefinedFileAttributeView.class);
    assertThat(after.list()).contains("note");
    assertThat(file).hasContent("new");
  }

  @Attack(Party.LOCAL_USER)
  @Test
  void onlyTheOwnerCanReadAPrivateFile(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("run/plan.json");
    AtomicFile.writePrivate(file, "secret".getBytes(UTF_8));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  @Test
  void theTemporaryFileOfAKilledProcessIsDeletedOrOverwritten(@TempDir Path folder)
      throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "old");
    Path left = Files.writeString(folder.resolve(".file.gangway-new"), "hal");
    AtomicFile.sweep(file);
    assertThat(left).doesNotExist();
    Files.writeString(left, "half of a longer text");
    AtomicFile.replace(file, "new".getBytes(UTF_8));
    assertThat(file).hasContent("new");
    assertThat(names(folder)).containsExactly("file");
  }

  @Test
  void theTemporaryFileOfALiveProcessIsKept(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "old");
    String own = ".file.gangway-new-%d-1".formatted(ProcessHandle.current().pid());
    Path dead = folder.resolve(".file.gangway-new-4194305-1");
    Path other = folder.resolve(".file.gangway-new-x");
    Files.writeString(folder.resolve(own), "half");
    Files.writeString(dead, "half");
    Files.writeString(other, "of somebody else");
    AtomicFile.replace(file, "new".getBytes(UTF_8));
    assertThat(names(folder)).containsExactly(own, ".file.gangway-new-x", "file");
  }

  @Test
  void twoThreadsCanReplaceAFileAtTheSameTime(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("file");
    Queue<Throwable> faults = new ConcurrentLinkedQueue<>();
    List<Thread> threads =
        Stream.of("one", "two", "three")
            .map(text ->
                Thread.ofPlatform()
                    .start(() -> {
                      try {
                        for (int i = 0; i < 20; i++) {
                          AtomicFile.replace(file, text.getBytes(UTF_8), 0600);
                        }
                      } catch (IOException e) {
                        faults.add(e);
                      }
                    }))
            .toList();
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(faults).isEmpty();
    assertThat(names(folder)).containsExactly("file");
    assertThat(Files.readString(file)).isIn("one", "two", "three");
  }

  /** Somebody puts a file, or a link that leads nowhere, in the place of a folder. */
  @Attack(Party.LOCAL_USER)
  @Test
  void inPlaceOfAFolderNothingIsDeletedOrCreated(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("running"), "a file");
    Path link = Files.createSymbolicLink(folder.resolve("link"), folder.resolve("gone"));

    AtomicFile.delete(file.resolve("1/plan.json"));
    AtomicFile.delete(link.resolve("1/plan.json"));
    for (Path place : List.of(file, link)) {
      assertThatThrownBy(() -> AtomicFile.makeFolder(place, 0755)).isInstanceOf(IOException.class);
      assertThatThrownBy(() -> AtomicFile.writePrivate(place.resolve("1/plan.json"), new byte[1]))
          .isInstanceOf(IOException.class);
    }

    assertThat(file).hasContent("a file");
    assertThat(names(folder)).containsExactlyInAnyOrder("running", "link");
  }

  /** A link to a device, such as /dev/null, masks a file. */
  @Attack(Party.LOCAL_USER)
  @Test
  void onlyARegularFileIsReplaced(@TempDir Path folder) throws IOException {
    Path masked = Files.createSymbolicLink(folder.resolve("masked"), Path.of("/dev/null"));
    assertThatThrownBy(() -> AtomicFile.replace(masked, new byte[1]))
        .isInstanceOf(IOException.class)
        .hasMessage("it is not a regular file");
    assertThat(masked).isSymbolicLink();
  }

  /** The owner of the folder puts a link in place of the temporary file. */
  @Attack(Party.LOCAL_USER)
  @Test
  void theDescriptorOfAFileIsNotThatOfALinkInItsPlace(@TempDir Path folder) throws IOException {
    Path victim = Files.writeString(folder.resolve("victim"), "");
    Files.setPosixFilePermissions(victim, PosixFilePermissions.fromString("rw-------"));
    Path fresh = folder.resolve("fresh");
    try (FileChannel _ = FileChannel.open(fresh, CREATE_NEW, WRITE)) {
      Path open = OpenFile.of(fresh);
      Files.delete(fresh);
      Files.createSymbolicLink(fresh, victim);
      Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(victim)))
          .isEqualTo("rw-------");
      assertThatThrownBy(() -> OpenFile.of(fresh)).isInstanceOf(IOException.class);
    }
  }

  @Test
  void aFolderIsMovedWithItsContent(@TempDir Path folder) throws IOException {
    Path run = Files.createDirectories(folder.resolve("running/1"));
    Files.writeString(run.resolve("run.jsonl"), "{}");
    AtomicFile.move(run, folder.resolve("history/1"));
    assertThat(folder.resolve("history/1/run.jsonl")).hasContent("{}");
    assertThat(run).doesNotExist();
  }

  @Test
  void aNewFileIsReadableByAllAndItsFoldersAreCreated(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("etc/modprobe.d/gangway.conf");
    AtomicFile.replace(file, "new\n".getBytes(UTF_8));
    assertThat(file).hasContent("new\n");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-r--r--");
  }

  @Test
  void aLinkIsKeptAndItsTargetIsReplaced(@TempDir Path folder) throws IOException {
    Path target = Files.writeString(folder.resolve("target"), "old");
    Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("target"));
    AtomicFile.replace(link, "new".getBytes(UTF_8));
    assertThat(link).isSymbolicLink();
    assertThat(target).hasContent("new");
  }

  @Test
  void aFailedReplacementLeavesNoFile(@TempDir Path folder) throws IOException {
    Path notAFile = folder.resolve("target");
    Files.createDirectories(notAFile.resolve("full"));
    assertThatThrownBy(() -> AtomicFile.replace(notAFile, new byte[1]))
        .isInstanceOf(IOException.class);
    assertThat(names(folder)).containsExactly("target");
    assertThat(names(notAFile)).containsExactly("full");
  }

  @Test
  void noReaderSeesAPartialFile(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("file");
    String first = "a".repeat(100_000);
    String second = "b".repeat(100_000);
    Files.writeString(file, first);
    AtomicBoolean stop = new AtomicBoolean();
    AtomicBoolean torn = new AtomicBoolean();
    Thread reader =
        Thread.ofPlatform()
            .start(() -> {
              while (!stop.get()) {
                try {
                  String seen = Files.readString(file);
                  torn.compareAndSet(false, !seen.equals(first) && !seen.equals(second));
                } catch (IOException e) {
                  torn.set(true);
                }
              }
            });
    for (int i = 0; i < 30; i++) {
      AtomicFile.replace(file, (i % 2 == 0 ? second : first).getBytes(UTF_8));
    }
    stop.set(true);
    reader.join();
    assertThat(torn).isFalse();
  }

  private static Stream<String> names(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.map(entry -> entry.getFileName().toString()).sorted().toList().stream();
    }
  }
}
