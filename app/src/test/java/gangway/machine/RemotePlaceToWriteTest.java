package gangway.machine;

import static org.assertj.core.api.Assertions.assertThat;

import gangway.attack.Attack;
import gangway.attack.Party;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The script runs on this host, on which it sees the same way as {@link LinkWalk}. */
@Attack(Party.LOCAL_USER)
class RemotePlaceToWriteTest {
  private Path folder;
  private Path file;

  @BeforeEach
  void aFile(@TempDir Path temporary) throws IOException {
    folder = Files.createDirectory(temporary.toRealPath().resolve("a folder*"));
    file = Files.writeString(folder.resolve("file"), "");
  }

  @Test
  void theScriptFollowsEachLinkOnTheWay() throws IOException {
    Path open = Files.createDirectory(folder.resolve("open"));
    Path inside = Files.createSymbolicLink(open.resolve("inside"), file);
    Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("open/.././open/inside"));

    List<String> lines = told(link);

    assertThat(lines.getLast()).isEqualTo("end 0");
    List<PathPart> parts =
        lines.subList(0, lines.size() - 1).stream()
            .map(PathPart::parse)
            .map(Optional::orElseThrow)
            .toList();
    assertThat(parts.stream().map(part -> part.path().normalize()))
        .contains(Path.of("/"), folder, link, open, inside, file);
    for (PathPart part : parts) {
      PathPart here = PathPart.of(part.path());
      assertThat(part).isEqualTo(here);
    }
  }

  @Test
  void theScriptTellsWhatIsMissing() throws IOException {
    Path dangling = Files.createSymbolicLink(folder.resolve("dangling"), Path.of("nothing"));
    for (Path missing : List.of(folder.resolve("x/y"), dangling, file.resolve("below"))) {
      assertThat(told(missing).getLast()).as(missing.toString()).isEqualTo("end 3");
    }
    Path loop = Files.createSymbolicLink(folder.resolve("loop"), Path.of("loop"));
    assertThat(told(loop).getLast()).isEqualTo("end 1");
  }

  @Test
  void aFolderThatOthersCanWriteToIsFound() {
    assertThat(judged("0 41ed /", "0 43ff /tmp", "0 81a4 /tmp/file", "end 0")).isEmpty();
    assertThat(judged("0 41ed /", "0 43ff /tmp", "end 3").orElseThrow())
        .isEqualTo("/tmp has mode 1777, so users other than root may write to it");
    assertThat(judged("0 41ed /", "1000 41ed /home/alice", "end 3").orElseThrow())
        .isEqualTo("/home/alice belongs to the user with the ID 1000");
    assertThat(judged("0 41ed /", "0 41ed /etc", "end 3")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "end 0", "0 41ed /", "0 41ed /\nend 1", "0 41ed /\n0 41ed\nend 0", "x\nend 0"})
  void whatIsNotUnderstoodIsNotSafe(String out) {
    assertThat(RemotePlaceToWrite.otherWriters(out)).isPresent();
  }

  private static Optional<String> judged(String... lines) {
    return RemotePlaceToWrite.otherWriters(String.join("\n", lines));
  }

  private static List<String> told(Path path) {
    return new LiveMachine()
        .told(Command.of("sh", "-c", RemotePlaceToWrite.script(), path.toString()))
        .orElseThrow()
        .lines()
        .toList();
  }
}
