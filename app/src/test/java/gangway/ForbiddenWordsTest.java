package gangway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Texts use plain technical English: some words of an older style do not come back. */
class ForbiddenWordsTest {
  private static final List<String> FORBIDDEN =
      List.of("way out", "ails", "heed", "anew", "whoever", "is none", "bear it");

  /** Between two words: blanks, a line end with the sign of a comment, two texts put together. */
  private static final String BETWEEN = "[\\s*#/\"+>|]+";

  private static final Pattern WORDS =
      Pattern.compile(
          FORBIDDEN.stream()
              .map(words -> words.replace(" ", BETWEEN))
              .collect(Collectors.joining("|", "\\b(", ")\\b")),
          Pattern.CASE_INSENSITIVE);

  @Test
  void documentsHaveNoForbiddenWords() {
    assertThat(Documents.all().stream().flatMap(ForbiddenWordsTest::found)).isEmpty();
  }

  @Test
  void sourcesHaveNoForbiddenWords() {
    assertThat(
            Stream.of(
                    "app/src/main",
                    "lab/src/main",
                    "lab/image",
                    "guest",
                    "dist",
                    "ansible",
                    "tools")
                .map(Documents.ROOT::resolve)
                .flatMap(Documents::below)
                .flatMap(ForbiddenWordsTest::found))
        .isEmpty();
  }

  @Test
  void forbiddenWordsAreFoundAcrossLineEndsAndConcatenatedStrings() {
    assertThat(WORDS.matcher(" * the way\n   * out\n").find()).isTrue();
    assertThat(WORDS.matcher("\"the way\"\n    + \" out\"").find()).isTrue();
    assertThat(WORDS.matcher("There Is none.").find()).isTrue();
    assertThat(WORDS.matcher("details of wayOut, headings, a renewal").find()).isFalse();
  }

  private static Stream<String> found(Path file) {
    String text = text(file);
    Matcher words = WORDS.matcher(text);
    return words
        .results()
        .map(match ->
            "%s:%d: %s"
                .formatted(
                    Documents.ROOT.relativize(file),
                    text.substring(0, match.start()).lines().count(),
                    match.group().toLowerCase(Locale.ROOT)));
  }

  /** Of files of any kind, also those that are no text. None is a word of Python. */
  private static String text(Path file) {
    try {
      String text = Files.readString(file, StandardCharsets.ISO_8859_1);
      return file.toString().endsWith(".py") ? text.replace("is None", "is null") : text;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
