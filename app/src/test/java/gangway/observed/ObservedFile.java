package gangway.observed;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The view of a real host at one stage of a story, in a file. The lab writes the file, and compares
 * the real host with it; a unit test compares the fake host with the same file.
 *
 * @param folder the folder {@code app/src/test/resources/observed}
 * @param stage the story and the stage: {@code save/attached}
 */
public record ObservedFile(Path folder, String stage) {
  private Path path() {
    return folder.resolve(stage + ".txt");
  }

  /** Writes the view of a real host. */
  public void write(HostView real) {
    try {
      Files.createDirectories(path().resolveSibling(""));
      Files.writeString(path(), real.text());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Fails if a host shows more, less or something else than the file. */
  public void assertShownBy(HostView host) {
    assertThat(path()).as("view of a real host").exists();
    try {
      assertThat(host.text()).as(stage).isEqualTo(Files.readString(path()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
