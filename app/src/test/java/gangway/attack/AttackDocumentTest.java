package gangway.attack;

import static org.assertj.core.api.Assertions.assertThat;

import gangway.Documents;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/security.md names every class with attacks, and no other one; by rule and by party. */
class AttackDocumentTest {
  private static final Path DOCUMENT = Documents.ROOT.resolve("docs/security.md");
  private static final Path TESTS = Documents.ROOT.resolve("app/src/test/java");
  private static final Pattern ATTACK = Pattern.compile("(?m)^ *@Attack\\(([^)]*)\\)");
  private static final Pattern NAME = Pattern.compile("`(\\w+Test)`(?! of the lab)");

  private final SortedMap<String, SortedSet<Party>> attacks = attacks();

  @Test
  void everyClassWithAttacksIsInTheTableOfRules() {
    assertThat(attacks).hasSizeGreaterThan(30);
    SortedSet<String> documented = new TreeSet<>();
    for (List<String> row : rows("Rules")) {
      List<String> names = names(row.get(2));
      assertThat(names).as("the tests of: %s", row.getFirst()).isNotEmpty();
      documented.addAll(names);
    }
    assertThat(documented).isEqualTo(new TreeSet<>(attacks.keySet()));
  }

  @Test
  void theClassesOfEachPartyAreInTheTableOfParties() {
    SortedMap<String, SortedSet<String>> documented = new TreeMap<>();
    rows("Attacks as tests")
        .forEach(row -> documented.put(row.getFirst(), new TreeSet<>(names(row.get(1)))));
    SortedMap<String, SortedSet<String>> inCode = new TreeMap<>();
    for (Party party : Party.values()) {
      SortedSet<String> classes = new TreeSet<>();
      attacks.forEach((name, parties) -> {
        if (parties.contains(party)) {
          classes.add(name);
        }
      });
      inCode.put(party.title(), classes);
    }
    assertThat(documented).isEqualTo(inCode);
  }

  @Test
  void everyPartyIsInTheThreatModel() {
    assertThat(rows("Whom Gangway trusts").stream().map(List::getFirst))
        .containsExactlyElementsOf(Arrays.stream(Party.values()).map(Party::title).toList());
  }

  private static List<List<String>> rows(String section) {
    List<List<String>> rows = Documents.table(DOCUMENT, section).rows();
    return rows.subList(1, rows.size());
  }

  private static List<String> names(String cell) {
    return NAME.matcher(cell).results().map(match -> match.group(1)).toList();
  }

  /** The classes of tests with attacks, and who attacks in them. */
  private static SortedMap<String, SortedSet<Party>> attacks() {
    SortedMap<String, SortedSet<Party>> attacks = new TreeMap<>();
    try (Stream<Path> files = Files.walk(TESTS)) {
      for (Path file : files.filter(path -> path.toString().endsWith("Test.java")).toList()) {
        List<String> parties =
            ATTACK.matcher(Documents.text(file)).results().map(AttackDocumentTest::text).toList();
        if (!parties.isEmpty()) {
          String name = file.getFileName().toString().replace(".java", "");
          Set<Party> all = attacks.computeIfAbsent(name, _ -> new TreeSet<>());
          Arrays.stream(Party.values())
              .filter(party -> parties.stream().anyMatch(text -> text.contains(party.name())))
              .forEach(all::add);
        }
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return attacks;
  }

  private static String text(MatchResult match) {
    return match.group(1);
  }
}
