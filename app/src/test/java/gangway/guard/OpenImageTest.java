package gangway.guard;

import static org.assertj.core.api.Assertions.assertThat;

import gangway.attack.Attack;
import gangway.attack.Party;
import gangway.machine.LiveMachine;
import gangway.xen.guest.Images;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.Pipe;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The kernel's view of a file that a process has open. */
@Attack({Party.LOCAL_USER, Party.FILE})
class OpenImageTest {
  private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

  private final LiveMachine machine = new LiveMachine();
  private Path image;

  @BeforeEach
  void anImageOfAGuestWithADevice(@TempDir Path folder) throws IOException {
    image = folder.toRealPath().resolve("image");
    Files.write(image, Images.whole("{ \"c_info\": { }, \"pcidevs\": [ { } ] }"));
  }

  @Test
  void anOpenImageIsReadAlsoIfItIsRenamedOrDeleted() throws IOException {
    Set<String> before = descriptors();
    try (FileChannel channel = FileChannel.open(image)) {
      StateFile open = opened(before);
      assertThat(open.name(machine)).contains(image);
      assertThat(refused(open)).isTrue();

      Path renamed = image.resolveSibling("renamed\n");
      Files.move(image, renamed);
      assertThat(open.name(machine)).contains(renamed);
      assertThat(refused(open)).isTrue();

      Files.delete(renamed);
      assertThat(open.name(machine)).isEmpty();
      assertThat(open.stream(machine)).isFalse();
      assertThat(refused(open)).isTrue();
      assertThat(channel.size()).isPositive();
    }
  }

  @Test
  void aPipeHasNoNameAndIsAllowed() throws IOException {
    Set<String> before = descriptors();
    Pipe pipe = Pipe.open();
    try (Pipe.SourceChannel source = pipe.source();
        Pipe.SinkChannel sink = pipe.sink()) {
      StateFile open = opened(before);
      assertThat(open.stream(machine)).isTrue();
      assertThat(refused(open)).isFalse();
      assertThat(source.isOpen() && sink.isOpen()).isTrue();
    }
  }

  private boolean refused(StateFile open) {
    return new Refusals(machine).of(new XlCall.Restore(open.path())).isPresent();
  }

  /** The descriptor of what was opened since then: its target is a new one. */
  private static StateFile opened(Set<String> before) throws IOException {
    try (Stream<Path> all = Files.list(DESCRIPTORS)) {
      Path descriptor = all.filter(path -> isNew(target(path), before)).findFirst().orElseThrow();
      return new StateFile(
          Path.of(
              "/proc/%d/fd/%s".formatted(ProcessHandle.current().pid(), descriptor.getFileName())));
    }
  }

  /** The list of the descriptors has a descriptor, too. */
  private static boolean isNew(String target, Set<String> before) {
    return !before.contains(target) && (target.endsWith("/image") || target.startsWith("pipe:"));
  }

  private static Set<String> descriptors() throws IOException {
    try (Stream<Path> all = Files.list(DESCRIPTORS)) {
      return new TreeSet<>(all.map(OpenImageTest::target).toList());
    }
  }

  private static String target(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString();
    } catch (IOException e) {
      return "";
    }
  }
}
