package gangway.service.resource;

import static org.assertj.core.api.Assertions.assertThat;

import gangway.cli.Main;
import gangway.machine.FolderMachine;
import gangway.machine.LiveMachine;
import gangway.service.ServedHost;
import gangway.service.SocketClient;
import gangway.service.SocketClient.Answer;
import gangway.service.http.Limits;
import gangway.service.http.Refusal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/**
 * The OpenAPI description and the service agree: each described path, status and media type is
 * produced here, and each answer that is produced here is described.
 */
class DescriptionTest {
  private static final String DIGEST = "0".repeat(64);
  private static final String CHECK =
      "{\"request\":{\"kind\":\"hide\",\"functions\":[\"0000:09:00.0\"],\"now\":true}}";

  private static final String RESTORE =
      "{\"request\":{\"kind\":\"restore\",\"image\":\"/srv/nothing\"}}";

  /** No stream may be open, so that the refusal of streams is produced. */
  private static final Limits NO_STREAMS =
      new Limits(100, 50, 50, 0, 0, 0, Duration.ofSeconds(10), Duration.ofSeconds(10));

  @TempDir Path folder;
  private final JsonNode description = new ObjectMapper().readTree(ServiceResources.description());
  private final SortedSet<String> produced = new TreeSet<>();
  private String cancelled = "";
  private ServedHost served;
  private SocketClient client;

  @BeforeEach
  void start() throws IOException {
    served = ServedHost.in(folder);
    client = served.client();
  }

  @AfterEach
  void stop() throws IOException {
    Files.writeString(folder.resolve("go"), "");
    served.close();
  }

  @Test
  void theServiceAnswersItsDescription() throws IOException {
    assertThat(client.get("/api/v1/openapi.json").body()).isEqualTo(ServiceResources.description());
  }

  @Test
  void theDescriptionNamesEachRoute() throws IOException {
    SortedSet<String> routes = new TreeSet<>();
    Api.routes(
            new ObservedHost(new FolderMachine(folder)),
            new ObservedHost(new FolderMachine(folder)),
            Optional.empty(),
            Limits.STANDARD)
        .all()
        .forEach(route -> routes.add(route.method() + " " + route.path()));
    SortedSet<String> described = new TreeSet<>();
    described().forEach(one -> described.add(one.split(" ")[0] + " " + one.split(" ")[1]));
    assertThat(described).isEqualTo(routes);
  }

  @Test
  void eachDescribedAnswerIsProducedAndEachProducedOneIsDescribed() throws IOException {
    read();
    act();
    refuse();
    recover();
    served.close();
    served = ServedHost.forViewers(folder);
    client = served.client();
    for (String path : List.of("/operations", "/recoveries", "/repairs")) {
      post(path, path, "{}");
    }
    post("/operations/{id}/cancellation", "/operations/x/cancellation", "{}");
    post("/checks", "/checks", RESTORE);
    get("/guard", "/guard");
    get("/hardware", "/hardware");
    get("/operations", "/operations");
    get("/operations/{id}", "/operations/x");
    get("/operations/{id}/events", "/operations/x/events");
    served.close();
    served = ServedHost.in(folder, NO_STREAMS);
    client = served.client();
    get("/operations/{id}/events", "/operations/" + cancelled + "/events");
    get("/events", "/events");
    post("/checks", "/checks", CHECK);
    assertThat(produced).isEqualTo(described());
  }

  @Test
  void eachProblemIsInTheDocument() throws IOException {
    String document = document();
    for (Refusal refusal : Refusal.values()) {
      assertThat(document.lines())
          .as(refusal.code())
          .anyMatch(line ->
              line.startsWith("| %d |".formatted(refusal.status()))
                  && line.contains("`" + refusal.code() + "`"));
    }
  }

  /** Or it says why the API has no such request. */
  @Test
  void theDocumentNamesEachCommand() throws IOException {
    List<String> commands = new ArrayList<>(offered(""));
    commands.remove("guard");
    offered("guard", "").forEach(part -> commands.add("guard " + part));
    String document = document();
    assertThat(commands)
        .contains("hide", "guard resume")
        .allSatisfy(command -> assertThat(document).containsPattern("`" + command + "[ `]"));
  }

  private static List<String> offered(String... typed) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    List<String> words = new ArrayList<>(List.of("__complete"));
    words.addAll(List.of(typed));
    Main.run(
        new PrintStream(out, false, StandardCharsets.UTF_8),
        new PrintStream(OutputStream.nullOutputStream()),
        false,
        LiveMachine::new,
        words);
    return out.toString(StandardCharsets.UTF_8).lines().map(line -> line.split("\t")[0]).toList();
  }

  private static String document() throws IOException {
    return Files.readString(Path.of(System.getProperty("gangway.root", ".."), "docs/api.md"));
  }

  private void read() throws IOException {
    for (String path :
        List.of(
            "/",
            "/openapi.json",
            "/me",
            "/host",
            "/guests",
            "/doctor",
            "/guard",
            "/hardware",
            "/configuration",
            "/shutdown-policies",
            "/explanations",
            "/functions",
            "/operations")) {
      get(path, path);
    }
    get("/functions", "/functions?all=maybe");
    get("/functions/{address}", "/functions/0000:09:00.0");
    get("/functions/{address}", "/functions/0000:ff:00.0");
    get("/boot-settings", "/boot-settings");
    get("/boot-settings", "/boot-settings?functions=0000:09:00.0");
    get("/boot-settings", "/boot-settings?functions=all");
    get("/explanations/{code}", "/explanations/DISK-ROOT");
    get("/explanations/{code}", "/explanations/NO-SUCH-CODE");
    get("/operations", "/operations?limit=0");
    get("/operations/{id}", "/operations/x");
    event("/events");
  }

  private void act() throws IOException {
    post("/checks", "/checks", CHECK);
    post("/checks", "/checks", "{}");
    // a captured host does not have the program that the wrapper scripts ask
    post("/checks", "/checks", "{\"request\":{\"kind\":\"guard-install\"}}");
    post("/checks", "/checks", RESTORE);
    String id = operation("0000:00:01.0");
    cancelled = id;
    get("/operations/{id}", "/operations/" + id);
    post("/operations/{id}/cancellation", "/operations/" + id + "/cancellation", "{}");
    get("/operations/{id}/events", "/operations/" + id + "/events");
    post("/operations/{id}/cancellation", "/operations/" + id + "/cancellation", "{}");
    post("/operations/{id}/cancellation", "/operations/x/cancellation", "{}");
    post("/repairs", "/repairs", "{}");
    post("/repairs", "/repairs", "{\"a\":1}");
    post("/recoveries", "/recoveries", "{}");
    post("/recoveries", "/recoveries", "{\"operation\":\"x\"}");
  }

  /** A host with an interrupted operation: its process belongs to another boot. */
  private void recover() throws IOException {
    served.close();
    String id = "20261129T020212.442-4711";
    Path open = Files.createDirectories(folder.resolve("host/var/lib/gangway/running/" + id));
    Files.copy(
        Path.of(System.getProperty("gangway.root", ".."), "service/src/test/resources/run.jsonl"),
        open.resolve("run.jsonl"));
    served = ServedHost.of(folder, new FolderMachine(folder.resolve("host")));
    client = served.client();
    post("/recoveries", "/recoveries", "{\"operation\":\"" + id + "\"}");
  }

  private void refuse() throws IOException {
    for (int function : List.of(1, 2, 3, 5, 7)) {
      post("/operations", "/operations", body("0000:00:00." + function));
    }
    get("/operations/{id}/events", "/operations/x/events");
  }

  private String operation(String function) throws IOException {
    Answer answer = post("/operations", "/operations", body(function));
    String location = String.valueOf(answer.headers().get("location"));
    return location.substring(location.lastIndexOf('/') + 1);
  }

  private static String body(String function) {
    return "{\"request\":{\"kind\":\"hide\",\"functions\":[\"%s\"],\"now\":true},\"digest\":\"%s\"}"
        .formatted(function, DIGEST);
  }

  private void event(String path) throws IOException {
    try (SocketChannel channel = client.open()) {
      channel.write(
          StandardCharsets.UTF_8.encode("GET /api/v1" + path + " HTTP/1.1\r\nHost: a\r\n\r\n"));
      ByteBuffer bytes = ByteBuffer.allocate(2000);
      channel.read(bytes);
      String head = new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8);
      assertThat(head).startsWith("HTTP/1.1 200").contains("text/event-stream");
      produced.add("GET " + path + " 200 text/event-stream");
    }
  }

  private Answer get(String template, String path) throws IOException {
    Answer answer = client.get("/api/v1" + path);
    note("GET", template, answer);
    String tag = answer.headers().get("etag");
    if (tag != null) {
      Answer again = client.get("/api/v1" + path, "If-None-Match: " + tag);
      assertThat(again.body()).isEmpty();
      note("GET", template, again);
    }
    return answer;
  }

  private Answer post(String template, String path, String body) throws IOException {
    Answer answer = client.post("/api/v1" + path, body, "Idempotency-Key: " + UUID.randomUUID());
    note("POST", template, answer);
    return answer;
  }

  private void note(String method, String template, Answer answer) {
    assertThat(answer.status()).as(template).isLessThan(500 + 4);
    produced.add("%s %s %d %s".formatted(method, template, answer.status(), answer.type()).strip());
  }

  private SortedSet<String> described() {
    SortedSet<String> all = new TreeSet<>();
    for (Map.Entry<String, JsonNode> path : description.get("paths").properties()) {
      for (Map.Entry<String, JsonNode> method : path.getValue().properties()) {
        for (Map.Entry<String, JsonNode> answer : method.getValue().get("responses").properties()) {
          if (!answer.getKey().equals("default")) {
            String begin =
                method.getKey().toUpperCase(Locale.ROOT)
                    + " "
                    + path.getKey()
                    + " "
                    + answer.getKey();
            all.addAll(types(begin, answer.getValue()));
          }
        }
      }
    }
    return all;
  }

  private static List<String> types(String begin, JsonNode answer) {
    JsonNode content = answer.get("content");
    if (content == null) {
      return List.of(begin);
    }
    List<String> types = new ArrayList<>();
    content.properties().forEach(type -> types.add(begin + " " + type.getKey()));
    return types;
  }
}
