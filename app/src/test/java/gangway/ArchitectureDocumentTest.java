package gangway;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The table of packages in docs/architecture.md is what {@link LayeringTest} enforces. */
class ArchitectureDocumentTest {
  private static final Path DOCUMENT = Documents.ROOT.resolve("docs/architecture.md");

  @Test
  void theTableNamesEveryPackage() {
    assertThat(Documents.table(DOCUMENT, "Packages").firstCells())
        .containsExactlyInAnyOrderElementsOf(
            Layers.packages().stream().map(name -> "`" + name + "`").toList());
  }

  @Test
  void theTableAllowsWhatTheRulesAllow() {
    assertThat(rows())
        .containsExactlyInAnyOrderElementsOf(
            Layers.ALL.stream().flatMap(ArchitectureDocumentTest::expected).toList());
  }

  @Test
  void aPackageIsAboveThePackagesThatItUses() {
    List<String> above = new ArrayList<>(List.of("cli"));
    for (List<String> row : Documents.table(DOCUMENT, "Packages").rows()) {
      assertThat(row).as(row.getFirst()).hasSizeGreaterThanOrEqualTo(3);
      assertThat(words(row.get(2))).as(row.getFirst()).doesNotContainAnyElementsOf(above);
      above.add(row.getFirst().replace("`", ""));
    }
  }

  private static List<String> rows() {
    return Documents.table(DOCUMENT, "Packages").rows().stream()
        .skip(1)
        .map(row -> row.getFirst().replace("`", "") + ": " + sorted(words(row.get(2))))
        .toList();
  }

  private static Stream<String> expected(Layers.Layer layer) {
    String all = layer.name().equals("cli") ? "[all below]" : sorted(layer.mayUse());
    return Stream.concat(
        Stream.of(layer.name() + ": " + all),
        layer.inside().stream()
            .map(part -> "%s.%s: [as `%s`]".formatted(layer.name(), part, layer.name())));
  }

  private static List<String> words(String cell) {
    return cell.isEmpty() ? List.of() : List.of(cell.split(", "));
  }

  private static String sorted(List<String> names) {
    return names.stream().sorted(Comparator.naturalOrder()).toList().toString();
  }
}
