package gangway;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Links of documents lead somewhere, and every decision can be found. */
class LinksTest {
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
  private static final Pattern DECISION =
      Pattern.compile("docs/decisions/([0-9]{4}[a-z0-9-]*\\.md)");
  private static final Pattern DOCUMENT = Pattern.compile("\\bdocs/[a-z-]+\\.md");
  private static final Pattern CLASS = Pattern.compile("\\bgangway(\\.[a-z]+)*\\.[A-Z]\\w*");
  private static final Pattern EXPLAINED = Pattern.compile("(?<=Explains: |, )`([A-Z]\\w*)`");
  private static final Path DECISIONS = Documents.ROOT.resolve("docs/decisions");

  @Test
  void everyRelativeLinkLeadsToAFileAndItsHeading() {
    List<String> broken = new ArrayList<>();
    int count = 0;
    for (Path document : Documents.all()) {
      for (String link : links(document)) {
        count++;
        if (!leadsSomewhere(document, link)) {
          broken.add(Documents.ROOT.relativize(document) + ": " + link);
        }
      }
    }
    assertThat(count).isGreaterThan(40);
    assertThat(broken).isEmpty();
  }

  @Test
  void everyDocumentThatTheProgramNamesExists() {
    SortedSet<String> named = named(DOCUMENT, 0, Documents.ROOT.resolve("app/src/main"));
    // a document of Xen's sources, not of this repository
    named.removeIf(name -> name.startsWith("docs/misc"));

    assertThat(named).isNotEmpty().allMatch(name -> Files.exists(Documents.ROOT.resolve(name)));
  }

  @Test
  void theIndexHasEveryDecision() {
    assertThat(links(DECISIONS.resolve("README.md")))
        .filteredOn(link -> link.endsWith(".md"))
        .containsExactlyElementsOf(decisions());
  }

  @Test
  void decisionsAreNumberedWithoutGaps() {
    List<String> names = decisions();
    for (int i = 0; i < names.size(); i++) {
      String number = String.format(Locale.ROOT, "%04d", i + 1);
      assertThat(names.get(i)).startsWith(number + "-");
      assertThat(Documents.text(DECISIONS.resolve(names.get(i))))
          .startsWith("# " + number + ": ")
          .contains("## Context\n", "## Decision\n", "## Consequences\n");
    }
  }

  @Test
  void everyDecisionIsNamedByAClassThatItExplains() {
    assertThat(named(DECISION, 1, Documents.ROOT.resolve("app/src/main")))
        .containsExactlyElementsOf(decisions());
  }

  @Test
  void everyClassThatAPackageCommentOrADecisionNamesExists() {
    List<String> named =
        Stream.concat(
                named(CLASS, 0, Documents.ROOT.resolve("app/src/main/java")).stream(),
                decisions().stream()
                    .map(name -> Documents.text(DECISIONS.resolve(name)))
                    .flatMap(text -> EXPLAINED.matcher(text).results())
                    .map(match -> match.group(1)))
            .toList();
    SortedSet<String> known = new TreeSet<>();
    ProgramClasses.ALL.forEach(one -> {
      known.add(one.getName());
      known.add(one.getSimpleName());
    });

    assertThat(named).hasSizeGreaterThan(60);
    assertThat(known).containsAll(named);
  }

  private static boolean leadsSomewhere(Path document, String link) {
    int hash = link.indexOf('#');
    String name = hash < 0 ? link : link.substring(0, hash);
    Path file = name.isEmpty() ? document : document.resolveSibling(name).normalize();
    return Files.exists(file) && (hash < 0 || headings(file).contains(link.substring(hash + 1)));
  }

  /** The headings of a document, as GitHub names them in links. */
  private static List<String> headings(Path document) {
    return Documents.text(document)
        .lines()
        .filter(line -> line.startsWith("#"))
        .map(line -> line.replaceFirst("^#+ ", "").toLowerCase(Locale.ROOT))
        .map(line -> line.replaceAll("[^a-z0-9 -]", "").replace(' ', '-'))
        .toList();
  }

  private static List<String> links(Path document) {
    return LINK.matcher(Documents.text(document))
        .results()
        .map(match -> match.group(1))
        .filter(link -> !link.contains("://"))
        .toList();
  }

  private static List<String> decisions() {
    return Documents.list(DECISIONS)
        .map(file -> String.valueOf(file.getFileName()))
        .filter(name -> !name.equals("README.md"))
        .toList();
  }

  private static SortedSet<String> named(Pattern pattern, int group, Path folder) {
    return Documents.below(folder)
        .filter(file -> file.toString().endsWith(".java"))
        .flatMap(file -> matches(pattern, group, Documents.text(file)))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Stream<String> matches(Pattern pattern, int group, String text) {
    return pattern.matcher(text).results().map(match -> match.group(group));
  }
}
