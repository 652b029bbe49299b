package gangway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TerminalWidthTest {

  @Test
  void theWidthIsTheSecondNumberOfStty() {
    assertThat(TerminalWidth.columns("24 80\n")).hasValue(80);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "24", "24 80 1", "24 x", "24 -1", "24 1234567"})
  void anotherAnswerIsNoWidth(String answer) {
    assertThat(TerminalWidth.columns(answer)).isEmpty();
  }

  @Test
  void whatIsNotATerminalHasNoWidth() {
    assertThat(TerminalWidth.of(Path.of("/dev/null"))).isEmpty();
  }
}
