package gangway.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import gangway.Documents;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every file of the corpus is used. */
class CorpusFilesTest {
  private final List<Path> hosts = CorpusHost.all();

  @Test
  void everyHostHasExpectedResults() {
    assertThat(hosts).hasSizeGreaterThan(50);
    assertThat(hosts).allSatisfy(host -> assertThat(ExpectedRun.expected(host)).exists());
  }

  @Test
  void everyFileBelongsToAHost() {
    for (String folder : List.of("hosts", "definitions", "dumps")) {
      assertThat(CorpusHost.files(CorpusHost.CORPUS.resolve(folder)))
          .allSatisfy(file -> assertThat(hosts).contains(hostOf(file)));
    }
  }

  @Test
  void everyBaseIsIncluded() {
    Path base = CorpusHost.CORPUS.resolve("base");
    List<String> included =
        Stream.concat(hosts.stream(), CorpusHost.files(base).stream())
            .flatMap(CorpusHost::includes)
            .toList();
    assertThat(CorpusHost.files(base))
        .allSatisfy(file -> assertThat(included).contains(file.getFileName().toString()));
  }

  /** A host says in its first line what happens on it. */
  @Test
  void everyHostBeginsWithADescription() {
    assertThat(hosts).allSatisfy(host -> assertThat(Documents.text(host)).startsWith("# "));
  }

  private static Path hostOf(Path file) {
    Path host =
        file.resolveSibling(
            file.getFileName().toString().replaceFirst("\\.[a-z]+$", CorpusHost.SUFFIX));
    assertThat(Files.exists(file)).isTrue();
    assertThat(file.toString()).matches(".*\\.(host|expected)");
    return host;
  }
}
