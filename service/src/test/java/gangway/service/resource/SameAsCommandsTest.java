package gangway.service.resource;

import static org.assertj.core.api.Assertions.assertThat;

import gangway.cli.Main;
import gangway.machine.capture.CaptureReader;
import gangway.machine.capture.CapturedMachine;
import gangway.service.ServedHost;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The service answers what the command prints, byte for byte, for each captured host. */
class SameAsCommandsTest {
  @TempDir Path folder;

  static Stream<Arguments> answers() {
    return ServedHost.captures().stream()
        .flatMap(capture ->
            Stream.of(
                Arguments.of(capture, "/functions", "devices --json"),
                Arguments.of(capture, "/functions?all=true", "devices --all --json"),
                Arguments.of(capture, "/functions?carries=true", "devices --carries --json"),
                Arguments.of(capture, "/functions/0000:09:00.0", "show 0000:09:00.0 --json"),
                Arguments.of(capture, "/guests", "guests --json"),
                Arguments.of(capture, "/doctor", "doctor --json"),
                Arguments.of(capture, "/guard", "guard status --json"),
                Arguments.of(capture, "/hardware", "hardware --json"),
                Arguments.of(capture, "/boot-settings", "boot-config --json"),
                Arguments.of(capture, "/shutdown-policies", "shutdown-policy --json"),
                Arguments.of(capture, "/configuration", "config --json"),
                Arguments.of(capture, "/explanations", "explain --json"),
                Arguments.of(capture, "/explanations/DISK-ROOT", "explain DISK-ROOT --json"),
                Arguments.of(
                    capture,
                    "/boot-settings?functions=0000:09:00.0",
                    "boot-config 0000:09:00.0 --json"),
                Arguments.of(capture, "/operations", "history --all --json")));
  }

  @ParameterizedTest
  @MethodSource("answers")
  void theAnswerIsTheOutputOfTheCommand(Path capture, String path, String command)
      throws IOException {
    try (ServedHost served = ServedHost.of(folder, capture)) {
      assertThat(served.client().get("/api/v1" + path).body())
          .isEqualTo(printed(capture, List.of(command.split(" "))));
    }
  }

  static Stream<Path> captures() {
    return ServedHost.captures().stream();
  }

  @ParameterizedTest
  @MethodSource("captures")
  void aCheckIsTheOutputOfTheCommand(Path capture) throws IOException {
    try (ServedHost served = ServedHost.of(folder, capture)) {
      String body =
          "{\"request\":{\"kind\":\"hide\",\"functions\":[\"0000:09:00.0\"],\"now\":true,\"persistent\":true},"
              + "\"accept\":[{\"code\":\"NETWORK-DEFAULT-ROUTE\"}]}";
      assertThat(served.client().post("/api/v1/checks", body).body())
          .isEqualTo(
              printed(
                  capture,
                  List.of(
                      "check",
                      "hide",
                      "--now",
                      "--boot",
                      "--accept",
                      "NETWORK-DEFAULT-ROUTE",
                      "--json",
                      "0000:09:00.0")));
    }
  }

  @ParameterizedTest
  @MethodSource("captures")
  void aCheckOfASettingIsTheOutputOfTheCommand(Path capture) throws IOException {
    try (ServedHost served = ServedHost.of(folder, capture)) {
      for (var asked :
          Map.of(
                  "{\"kind\":\"guard-remove\"}",
                  "guard remove --dry-run --json",
                  "{\"kind\":\"shutdown-policy\",\"guest\":\"pv1\",\"policy\":\"save\"}",
                  "shutdown-policy --dry-run --json pv1 save")
              .entrySet()) {
        assertThat(
                served
                    .client()
                    .post("/api/v1/checks", "{\"request\":%s}".formatted(asked.getKey()))
                    .body())
            .contains("\"digest\":\"")
            .isEqualTo(printed(capture, List.of(asked.getValue().split(" "))));
      }
    }
  }

  private static String printed(Path capture, List<String> words) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Main.run(
        new PrintStream(out, false, StandardCharsets.UTF_8),
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8),
        false,
        () -> new CapturedMachine(CaptureReader.read(capture)),
        words);
    return out.toString(StandardCharsets.UTF_8).strip();
  }
}
