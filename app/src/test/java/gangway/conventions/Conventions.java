package gangway.conventions;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What every module keeps to: the names of its classes, and the length of its source files. */
public final class Conventions {
  private static final int MOST_LINES = 400;
  private static final List<String> WORDS_FOR_NOTHING =
      List.of("Util", "Utils", "Helper", "Manager", "Impl");

  private Conventions() {}

  /** Fails if the name of a class ends in a word that says nothing. */
  public static void mustHaveMeaningfulNames(JavaClasses classes) {
    assertThat(classes.stream())
        .extracting(JavaClass::getSimpleName)
        .isNotEmpty()
        .noneMatch(name -> WORDS_FOR_NOTHING.stream().anyMatch(name::endsWith));
  }

  /** Fails if a Java file in a folder, at any depth, is too long to read. */
  public static void mustBeShortEnoughToRead(Path folder) {
    SortedMap<Path, Long> lengths = new TreeMap<>();
    try (Stream<Path> files = Files.walk(folder)) {
      files
          .filter(path -> path.toString().endsWith(".java"))
          .forEach(file -> lengths.put(file, lines(file)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    assertThat(lengths).isNotEmpty();
    lengths.values().removeIf(lines -> lines <= MOST_LINES);
    assertThat(lengths).isEmpty();
  }

  private static long lines(Path file) {
    try (Stream<String> lines = Files.lines(file)) {
      return lines.count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
