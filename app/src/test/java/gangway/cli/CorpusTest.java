package gangway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import gangway.MemoryFolder;
import gangway.corpus.CorpusHost;
import gangway.corpus.CorpusMachine;
import gangway.corpus.ExpectedRun;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every host of the corpus gives its expected results. */
class CorpusTest {
  static Stream<Arguments> hosts() {
    return CorpusHost.all().stream()
        .map(host -> Arguments.of(CorpusHost.CORPUS.relativize(host).toString()));
  }

  @ParameterizedTest
  @MethodSource("hosts")
  void aHostHasItsExpectedResults(String name, @TempDir(factory = MemoryFolder.class) Path folder) {
    Path host = CorpusHost.CORPUS.resolve(name);
    List<ExpectedRun> expected = ExpectedRun.of(host);
    assertThat(expected).as("the expected results of " + name).isNotEmpty();
    CorpusMachine machine = CorpusHost.lay(host, folder);
    SoftAssertions compared = new SoftAssertions();
    for (ExpectedRun one : expected) {
      Run run = Run.on(machine, one.words());
      String output = run.out() + run.err();
      compared
          .assertThat(one.linesOf(run.exit().code(), output))
          .as(one + "\n" + output)
          .isEqualTo(one.lines());
    }
    compared.assertAll();
  }
}
