package gangway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import gangway.Documents;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What README.md shows is what the program prints. */
class ReadmeTest {
  private static final Path HOST =
      Documents.ROOT.resolve("app/src/test/resources/captures/lab-bond-and-bridge.gangway");
  private static final String INDENT = "    ";

  @ParameterizedTest
  @ValueSource(strings = {"devices", "check hide 00:1f.2"})
  void theOutputInTheReadmeIsThatOfTheProgram(String command) {
    Run run = Run.on(HOST, command.split(" "));

    assertThat(shown("gangway " + command))
        .containsExactlyElementsOf((run.out() + run.err()).lines().toList());
  }

  @ParameterizedTest
  @ValueSource(strings = {"devices", "show 09:00.0", "guests"})
  void theCaptureThatTheReadmeOffersCanBeRead(String command) {
    assertThat(Documents.text(Documents.README))
        .contains("--host " + Documents.ROOT.relativize(HOST));
    assertThat(Run.on(HOST, command.split(" ")).exit()).isEqualTo(ExitCode.DONE);
  }

  /** The lines below a command in the README. */
  private static List<String> shown(String command) {
    List<String> shown = new ArrayList<>();
    boolean found = false;
    for (String line : Documents.text(Documents.README).lines().toList()) {
      if (line.equals(INDENT + "# " + command)) {
        found = true;
      } else if (found && line.startsWith(INDENT)) {
        shown.add(line.substring(INDENT.length()));
      } else if (found) {
        break;
      }
    }
    return shown;
  }
}
