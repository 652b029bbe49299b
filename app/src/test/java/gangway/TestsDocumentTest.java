package gangway;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * docs/tests.md names every test class of the lab in its tiers, and every long or rare unit test.
 */
class TestsDocumentTest {
  private static final Path DOCUMENT = Documents.ROOT.resolve("docs/tests.md");
  private static final Pattern TEST =
      Pattern.compile("(?m)^ +@(Test|ParameterizedTest|RepeatedTest|TestFactory)\\b");
  private static final Pattern CLASS_TAG = Pattern.compile("(?m)^@Tag\\(\"(walk|long|rare)\"\\)");
  private static final Pattern METHOD_TAG =
      Pattern.compile("(?m)^ +@Tag\\(\"(walk|long|rare)\"\\)");

  /** The headings of the tables, by tag. */
  private static final Map<String, String> TIERS =
      Map.of(
          "walk", "The main test: `./check`",
          "long", "One test of each feature: `./check --all`",
          "rare", "All other tests on the lab: `./check --rare`");

  @Test
  void everyTestClassOfTheLabIsInItsTiers() {
    SortedMap<String, SortedSet<String>> tagged = tagged("lab/src/test/java");

    assertThat(tagged).containsOnlyKeys(TIERS.keySet());
    tagged.forEach((tag, names) ->
        assertThat(names(TIERS.getOrDefault(tag, "")))
            .as("docs/tests.md; fix: run tools/test-times")
            .containsExactlyInAnyOrderElementsOf(names));
  }

  @ParameterizedTest
  @CsvSource({"Long unit tests: `./check --all`, long", "Rare unit tests: `./check --rare`, rare"})
  void everyUnitTestWithATagIsInItsTable(String heading, String tag) {
    assertThat(names(heading))
        .as("docs/tests.md; fix: run tools/test-times")
        .containsExactlyInAnyOrderElementsOf(tagged("app/src/test/java").get(tag));
  }

  private static SortedSet<String> names(String section) {
    SortedSet<String> names = new TreeSet<>();
    Documents.table(DOCUMENT, section)
        .firstCells()
        .forEach(cell -> names.add(cell.replace("`", "")));
    return names;
  }

  /** The test classes below a folder, by the tags of their tests. */
  private static SortedMap<String, SortedSet<String>> tagged(String folder) {
    SortedMap<String, SortedSet<String>> tagged = new TreeMap<>();
    Documents.below(Documents.ROOT.resolve(folder))
        .filter(file -> file.toString().endsWith("Test.java"))
        .forEach(file -> {
          String text = Documents.text(file);
          String name = String.valueOf(file.getFileName()).replace(".java", "");
          SortedSet<String> tags = new TreeSet<>();
          METHOD_TAG.matcher(text).results().forEach(tag -> tags.add(tag.group(1)));
          // the tag of the class counts for the methods without a tag of their own
          if (TEST.matcher(text).results().count() > METHOD_TAG.matcher(text).results().count()) {
            CLASS_TAG.matcher(text).results().forEach(tag -> tags.add(tag.group(1)));
          }
          tags.forEach(tag -> tagged.computeIfAbsent(tag, _ -> new TreeSet<>()).add(name));
        });
    return tagged;
  }
}
