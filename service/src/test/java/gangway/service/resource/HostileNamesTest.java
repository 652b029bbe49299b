package gangway.service.resource;

import static org.assertj.core.api.Assertions.assertThat;

import gangway.machine.FolderMachine;
import gangway.service.ServedHost;
import gangway.service.SocketClient.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/**
 * Guests whose names are markup, options, paths, control characters, or very long: each is a name,
 * in answers and in requests, and nothing else. The page is tested with the same names.
 */
class HostileNamesTest {
  private static final Path NAMES =
      Path.of(System.getProperty("gangway.root", ".."), "web/test/fixtures/hostile-names.json");
  private static final int LONGEST = 255;

  @TempDir Path folder;
  private final ObjectMapper json = new ObjectMapper();
  private final List<String> names = new ArrayList<>();
  private ServedHost served;

  @BeforeEach
  void aHostWithTheseGuests() throws IOException {
    json.readTree(Files.readString(NAMES)).forEach(name -> names.add(name.asString()));
    assertThat(names).hasSize(50);
    Path definitions = Files.createDirectories(folder.resolve("host/etc/xen"));
    for (int i = 0; i < names.size(); i++) {
      Files.writeString(
          definitions.resolve(i + ".cfg"),
          "name = \"%s\"\nkernel = \"k\"\n"
              .formatted(
                  names.get(i).replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n")));
    }
    served = ServedHost.of(folder, new FolderMachine(folder.resolve("host")));
  }

  @AfterEach
  void end() {
    served.close();
  }

  @Test
  void theListHasEachNameAsItIs() throws IOException {
    Answer answer = served.client().get("/api/v1/guests");
    List<String> listed = new ArrayList<>();
    json.readTree(answer.body())
        .get("guests")
        .forEach(guest -> listed.add(guest.get("name").asString()));
    assertThat(listed).containsExactlyInAnyOrderElementsOf(names);
    assertThat(answer.type()).startsWith("application/json");
    assertThat(answer.headers()).containsEntry("x-content-type-options", "nosniff");
  }

  @Test
  void aCheckIsAboutTheGuestWithExactlyThisName() throws IOException {
    for (String name : names) {
      Answer answer = check(Map.of("kind", "enable-hotplug", "guest", name));
      JsonNode body = json.readTree(answer.body());
      if (name.length() > LONGEST || name.chars().anyMatch(Character::isISOControl)) {
        assertThat(answer.status()).as(name).isEqualTo(400);
        assertThat(body.get("code").asString()).as(name).isEqualTo("invalid");
      } else {
        assertThat(answer.status()).as(name + answer.body()).isEqualTo(200);
        List<String> words = new ArrayList<>();
        body.get("commandLine").forEach(word -> words.add(word.asString()));
        assertThat(words).as(name).endsWith(name).startsWith("gangway", "enable-hotplug");
        assertThat(words.subList(2, words.size() - 1))
            .as(name)
            .isEqualTo(name.startsWith("-") ? List.of("--") : List.of());
      }
    }
  }

  @Test
  void theCommandThatActsGetsTheNameAsAnArgument() {
    for (String name : names) {
      if (name.length() <= LONGEST && name.chars().noneMatch(Character::isISOControl)) {
        String body =
            json.writeValueAsString(
                Map.of(
                    "request",
                    Map.of("kind", "shutdown-policy", "guest", name, "policy", "save"),
                    "digest",
                    "0".repeat(64)));
        assertThat(AskedCommand.start(body).acting()).as(name).endsWith("--", name, "save");
      }
    }
  }

  private Answer check(Map<String, String> request) throws IOException {
    return served
        .client()
        .post("/api/v1/checks", json.writeValueAsString(Map.of("request", request)));
  }
}
