package gangway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Texts that other programs and other versions of Gangway read, as files: a format changes only
 * together with its file. {@code -Dgolden.write=true} writes them again; what has changed is then
 * to be looked at, and told in CHANGELOG.md.
 */
public final class Golden {
  private static final Path FOLDER = Path.of("src/test/resources/formats");
  private static final boolean WRITE = Boolean.getBoolean("golden.write");

  private Golden() {}

  /**
   * Fails if a text is not that of its file, or has no file.
   *
   * @param file below {@code formats}: {@code 2/event/planned.json}
   */
  public static void assertGolden(String file, String text) {
    Path path = FOLDER.resolve(file);
    if (WRITE) {
      write(path, text);
    }
    assertThat(path).as("golden file of a format").exists();
    assertThat(text).as(file).isEqualTo(read(file));
  }

  /** The text of a file. */
  public static String read(String file) {
    try {
      return Files.readString(FOLDER.resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The names of the files in a folder, without their ending; sorted. */
  public static List<String> names(String folder) {
    try (Stream<Path> files = Files.list(FOLDER.resolve(folder))) {
      return files
          .map(file -> file.getFileName().toString())
          .map(name -> name.replaceFirst("\\.json$", ""))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(Path path, String text) {
    try {
      Files.createDirectories(path.resolveSibling(""));
      Files.writeString(path, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
