package gangway.service.operation;

import static org.assertj.core.api.Assertions.assertThat;

import gangway.service.ServedHost;
import gangway.service.SocketClient;
import gangway.service.SocketClient.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Operations run as processes of their own, also when the service ends. */
class OperationsTest {
  private static final String DIGEST = "0".repeat(64);
  private static final String LONG = "0000:00:01.0";
  private static final String SHORT = "0000:00:02.0";

  @TempDir Path folder;
  private ServedHost served;
  private SocketClient client;

  @BeforeEach
  void start() throws IOException {
    serve();
  }

  @AfterEach
  void stop() throws IOException {
    Files.writeString(folder.resolve("go"), "");
    served.close();
  }

  @Test
  void anOperationIsAcceptedAndItsEventsCanBeFollowed() throws IOException {
    Answer accepted = hide(SHORT);
    assertThat(accepted.status()).isEqualTo(202);
    String events = client.get(accepted.headers().get("location") + "/events").body();
    assertThat(events.lines().filter(line -> line.startsWith("event: ")))
        .containsExactly(
            "event: started",
            "event: checked",
            "event: planned",
            "event: step-begun",
            "event: step-done",
            "event: finished",
            "event: ended");
    assertThat(events).endsWith("id: 7\nevent: ended\ndata: {\"finished\":true}\n\n");
  }

  @Test
  void theEventsContinueAfterTheLastOneThatTheCallerHas() throws IOException {
    String location = String.valueOf(hide(SHORT).headers().get("location"));
    client.get(location + "/events");
    assertThat(client.get(location + "/events", "Last-Event-ID: 5").body())
        .startsWith("id: 6\nevent: finished\n");
  }

  @Test
  void theAnswerAboutAnOperationHasTheReport() throws IOException {
    String location = String.valueOf(hide(SHORT).headers().get("location"));
    client.get(location + "/events");
    assertThat(client.get(location).body())
        .isEqualTo(
            "{\"format\":1,\"operations\":[],\"unreadable\":[],\"report\":{\"format\":1,"
                + "\"event\":\"finished\",\"command\":\"hide\",\"outcome\":\"done\",\"exitCode\":0}}");
  }

  @Test
  void aCancelledOperationUndoesItsWork() throws IOException {
    String location = String.valueOf(hide(LONG).headers().get("location"));
    assertThat(client.post(location + "/cancellation", "{}").status()).isEqualTo(202);
    assertThat(client.get(location + "/events").body())
        .contains("event: interrupted", "event: step-undone", "\"outcome\":\"undone\"");
    Answer second = client.post(location + "/cancellation", "{}");
    assertThat(second.status()).isEqualTo(409);
    assertThat(second.body()).contains("\"code\":\"ended\"");
  }

  @Test
  void anOperationThatPerformsItsRemainingStepsIsNotAskedToStop() throws IOException {
    String location = String.valueOf(hide("0000:00:01.2").headers().get("location"));
    Answer answer = client.post(location + "/cancellation", "{}");
    assertThat(answer.status()).isEqualTo(409);
    assertThat(answer.body()).contains("\"code\":\"busy\"", "performs its remaining steps");
    Files.writeString(folder.resolve("go"), "");
    assertThat(client.get(location + "/events").body())
        .contains("\"outcome\":\"done\"")
        .doesNotContain("event: interrupted");
  }

  @Test
  void anOperationGoesOnWithoutTheServiceAndTheNextServiceShowsIt() throws IOException {
    String location = String.valueOf(hide(LONG).headers().get("location"));
    served.close();
    serve();
    Files.writeString(folder.resolve("go"), "");
    assertThat(client.get(location + "/events").body())
        .contains("event: step-begun", "event: step-done", "\"outcome\":\"done\"");
  }

  @Test
  void theNextServiceCancelsAnOperation() throws IOException {
    String location = String.valueOf(hide(LONG).headers().get("location"));
    served.close();
    serve();
    assertThat(client.post(location + "/cancellation", "{}").status()).isEqualTo(202);
    assertThat(client.get(location + "/events").body()).contains("\"outcome\":\"undone\"");
  }

  @Test
  void theEventsOfAKilledCommandEnd() throws IOException {
    String location = String.valueOf(hide("0000:00:01.1").headers().get("location"));
    assertThat(client.get(location + "/events").body())
        .endsWith("event: ended\ndata: {\"finished\":false}\n\n");
  }

  @Test
  void theSameKeyStartsOneOperation() throws IOException {
    String key = "Idempotency-Key: " + UUID.randomUUID();
    Answer first = hide(SHORT, key);
    served.close();
    serve();
    assertThat(hide(SHORT, key).headers().get("location"))
        .isEqualTo(first.headers().get("location"));
    assertThat(starts()).isEqualTo(1);
    Answer other = hide(LONG, key);
    assertThat(other.status()).isEqualTo(422);
    assertThat(other.body()).contains("\"code\":\"other-request\"");
    assertThat(hide(SHORT, "Idempotency-Key: no").status()).isEqualTo(400);
  }

  @ParameterizedTest
  @CsvSource({
    "0000:00:00.1, 409, plan-changed",
    "0000:00:00.2, 422, refused",
    "0000:00:00.3, 409, busy",
    "0000:00:00.4, 409, interrupted",
    "0000:00:00.5, 400, invalid",
    "0000:00:00.6, 500, fault",
    "0000:00:00.7, 503, disk-full"
  })
  void aRefusedOperationIsAProblem(String function, int status, String code) throws IOException {
    Answer answer = hide(function);
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.type()).isEqualTo("application/problem+json");
    assertThat(answer.body()).contains("\"code\":\"" + code + "\"");
  }

  @Test
  void theCommandKnowsItsCaller() throws IOException {
    String location = String.valueOf(hide(SHORT).headers().get("location"));
    assertThat(client.get(location + "/events").body()).contains("\"command\":\"hide\"");
    try (Stream<Path> callers = Files.list(folder.resolve("operations"))) {
      assertThat(callers.map(one -> one.resolve("errors.txt")))
          .allSatisfy(file ->
              assertThat(file).content().matches("caller: [0-9]+ \\S+ socket\nwords: hide .*\n"));
    }
  }

  @Test
  void issuesAreRepairedByAnOperation() throws IOException {
    Answer accepted = client.post("/api/v1/repairs", "{}");
    assertThat(accepted.status()).isEqualTo(202);
    assertThat(client.get(accepted.headers().get("location") + "/events").body())
        .contains("event: repairing", "event: finished");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'kind':'guard-install'} | guard install --json-lines --digest DIGEST",
        "{'kind':'hardware-acknowledge'} | hardware --acknowledge --json-lines --digest DIGEST",
        "{'kind':'guard-remove'} | guard remove --json-lines --digest DIGEST",
        "{'kind':'shutdown-policy','guest':'pv1','policy':'none'} | shutdown-policy --json-lines"
            + " --digest DIGEST -- pv1 none"
      })
  void aSettingIsChangedByTheCommandWithTheDigestOfItsCheck(String request, String words)
      throws IOException {
    String asked = request.replace('\'', '"');
    assertThat(client.post("/api/v1/operations", "{\"request\":%s}".formatted(asked)).status())
        .as("without a digest")
        .isEqualTo(400);
    Answer accepted =
        client.post(
            "/api/v1/operations", "{\"request\":%s,\"digest\":\"%s\"}".formatted(asked, DIGEST));
    assertThat(accepted.status()).isEqualTo(202);
    assertThat(client.get(accepted.headers().get("location") + "/events").body())
        .contains("event: step-done", "\"outcome\":\"done\"");
    try (Stream<Path> starts = Files.list(folder.resolve("operations"))) {
      assertThat(starts.map(one -> one.resolve("errors.txt")))
          .singleElement()
          .satisfies(file ->
              assertThat(file).content().contains("words: " + words.replace("DIGEST", DIGEST)));
    }
  }

  @Test
  void onlyAnInterruptedOperationIsRecovered() throws IOException {
    assertThat(client.post("/api/v1/recoveries", "{\"operation\":\"x\"}").status()).isEqualTo(404);
  }

  private void serve() throws IOException {
    served = ServedHost.in(folder);
    client = served.client();
  }

  private long starts() throws IOException {
    try (Stream<Path> folders = Files.list(folder.resolve("operations"))) {
      return folders.count();
    }
  }

  private Answer hide(String function, String... headers) throws IOException {
    return client.post(
        "/api/v1/operations",
        "{\"request\":{\"kind\":\"hide\",\"functions\":[\"%s\"],\"now\":true},\"digest\":\"%s\"}"
            .formatted(function, DIGEST),
        headers);
  }
}
