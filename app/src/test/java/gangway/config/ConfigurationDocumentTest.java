package gangway.config;

import static org.assertj.core.api.Assertions.assertThat;

import gangway.Documents;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/configuration.md has the settings of the program. */
class ConfigurationDocumentTest {
  private static final Path DOCUMENT = Documents.ROOT.resolve("docs/configuration.md");

  @Test
  void theTablesHaveTheSettingsOfTheProgram() {
    assertThat(Stream.of(Section.LIMITS, Section.POLICIES).flatMap(ConfigurationDocumentTest::rows))
        .containsExactlyElementsOf(
            Setting.all().stream()
                .map(setting ->
                    List.of(
                        "`" + setting.key() + "`",
                        setting.standard(),
                        setting.accepts(),
                        setting.meaning().replaceAll("'([^']*)'", "`$1`")))
                .toList());
  }

  private static Stream<List<String>> rows(Section section) {
    return Documents.table(DOCUMENT, "[" + section.title() + "]").rows().stream()
        .skip(1)
        .map(row -> row.subList(0, 4));
  }

  @Test
  void theExampleIsAConfiguration() {
    String text = Documents.text(DOCUMENT);
    String example =
        text.lines()
            .filter(line -> line.startsWith("    "))
            .map(String::strip)
            .collect(Collectors.joining("\n"));
    assertThat(Configuration.parse(Configuration.FILE, example).entries()).hasSizeGreaterThan(3);
  }
}
