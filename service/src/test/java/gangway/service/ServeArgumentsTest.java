package gangway.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gangway.Problem;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The words after {@code gangway serve}. */
class ServeArgumentsTest {

  @Test
  void withoutWordsOnlyTheSocketIsOffered() {
    assertThat(ServeArguments.parse(List.of()))
        .isEqualTo(
            new ServeArguments(
                Path.of("/run/gangway/api.sock"), Optional.empty(), Optional.empty()));
  }

  @Test
  void allWordsAreUnderstood() {
    assertThat(
            ServeArguments.parse(
                List.of("--web", "--port", "8088", "--socket", "/a", "--host", "/b")))
        .isEqualTo(
            new ServeArguments(Path.of("/a"), Optional.of(Path.of("/b")), Optional.of(8088)));
  }

  @Test
  void thePageGetsAnyFreePort() {
    assertThat(ServeArguments.parse(List.of("--web")).port()).contains(0);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--port 80",
        "--web --port",
        "--web --port 65536",
        "--web --port x",
        "word",
        "--x"
      })
  void otherWordsAreRefused(String words) {
    assertThatThrownBy(() -> ServeArguments.parse(List.of(words.split(" "))))
        .isInstanceOfSatisfying(
            Problem.class, problem -> assertThat(problem.kind()).isEqualTo(Problem.Kind.USAGE));
  }
}
