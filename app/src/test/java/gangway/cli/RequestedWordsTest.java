package gangway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** History shows what an operation does, and not how a program asked for it. */
class RequestedWordsTest {
  @ParameterizedTest
  @CsvSource({
    "hide --now 09:00.0, hide --now 09:00.0",
    "hide --json --now 09:00.0, hide --now 09:00.0",
    "assign --now --json-lines --digest 0a1b -- pv1 09:00.0, assign --now -- pv1 09:00.0",
    "assign --digest=0a1b pv1 09:00.0, assign pv1 09:00.0",
    "save -- pv1 --json, save -- pv1 --json"
  })
  void optionsAboutTheOutputAndTheDigestAreLeftOut(String command, String shown) {
    assertThat(RequestedWords.of(List.of(command.split(" ")))).containsExactly(shown.split(" "));
  }
}
