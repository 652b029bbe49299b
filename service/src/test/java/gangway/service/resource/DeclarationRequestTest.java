package gangway.service.resource;

import static org.assertj.core.api.Assertions.assertThat;

import gangway.service.ServedHost;
import gangway.service.SocketClient.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** apply as a request of the API: a declaration in JSON becomes the file of the command. */
class DeclarationRequestTest {
  private static final String DIGEST = "0".repeat(64);
  private static final String REQUEST =
      "{'kind':'apply','hidden':['0000:09:00.0'],'guests':[{'guest':'pv1','devices':['0000:0a:04.0']}]}";

  @TempDir Path folder;

  @Test
  void theDeclarationIsTheFileOfTheCommand() {
    AskedCommand asked = asked(REQUEST);
    assertThat(asked.checking()).containsExactly("apply", "--dry-run", "--json", "--", "-");
    assertThat(asked.input())
        .contains(
            """
            format: 1
            hidden: ["0000:09:00.0"]
            guests:
              "pv1":
                devices: ["0000:0a:04.0"]
            """);
    assertThat(asked("{'kind':'apply'}").input()).contains("format: 1\nhidden: []\nguests: {}\n");
  }

  @Test
  void anAcceptedFindingIsAnOption() {
    assertThat(
            AskedCommand.start(
                    "{'request':%s,'accept':[{'code':'DISK-IN-USE','address':'0000:09:00.0'}],'digest':'%s'}"
                        .formatted(REQUEST, DIGEST)
                        .replace('\'', '"'))
                .acting())
        .containsExactly(
            "apply",
            "--accept",
            "DISK-IN-USE=0000:09:00.0",
            "--json-lines",
            "--digest",
            DIGEST,
            "--",
            "-");
  }

  @Test
  void aCheckShowsDifferenceFindingsAndDigest() throws IOException {
    try (ServedHost served = ServedHost.of(folder, ServedHost.captures().getFirst())) {
      assertThat(check(served, "{'kind':'apply','hidden':['0000:09:00.0']}").body())
          .contains(
              "\"command\":\"apply\"",
              "\"changes\":[{\"change\":\"hide\",\"function\":\"0000:09:00.0\"",
              "\"digest\":\"",
              "\"commandLine\":[\"gangway\",\"apply\",\"--\",\"-\"]");
    }
  }

  @Test
  void allErrorsOfADeclarationAreToldAtOnce() throws IOException {
    try (ServedHost served = ServedHost.of(folder, ServedHost.captures().getFirst())) {
      Answer answer =
          check(
              served,
              "{'kind':'apply','hidden':['0000:ff:00.0'],'guests':[{'guest':'a: {b} #"
                  + " \\\\u0022','devices':[]},{'guest':'twice'},{'guest':'twice'}]}");
      assertThat(answer.status()).as(answer.body()).isEqualTo(400);
      assertThat(answer.body())
          .contains(
              "\"code\":\"invalid\"",
              "nothing was changed",
              "this machine has no PCI function 0000:ff:00.0",
              "no guest 'a: {b} # ",
              "twice");
    }
  }

  @Test
  void theOperationReadsTheDeclarationThatWasSent() throws IOException {
    try (ServedHost served = ServedHost.in(folder)) {
      Answer answer =
          served
              .client()
              .post(
                  "/api/v1/operations",
                  "{'request':%s,'digest':'%s'}".formatted(REQUEST, DIGEST).replace('\'', '"'));
      assertThat(answer.status()).as(answer.body()).isEqualTo(202);
      try (Stream<Path> starts = Files.list(folder.resolve("operations"))) {
        List<Path> all = starts.toList();
        assertThat(all).hasSize(1);
        assertThat(all.getFirst().resolve("input.txt"))
            .hasContent(asked(REQUEST).input().orElseThrow());
        assertThat(all.getFirst().resolve("errors.txt"))
            .content()
            .contains("words: apply --json-lines --digest", "reads: format: 1");
      }
    }
  }

  private static Answer check(ServedHost served, String request) throws IOException {
    return served
        .client()
        .post("/api/v1/checks", "{'request':%s}".formatted(request).replace('\'', '"'));
  }

  private static AskedCommand asked(String request) {
    return AskedCommand.check("{'request':%s}".formatted(request).replace('\'', '"'));
  }
}
