package gangway.service.resource;

import static org.assertj.core.api.Assertions.assertThat;

import gangway.boot.FileEdit;
import gangway.machine.FolderMachine;
import gangway.machine.Machine;
import gangway.operation.Features;
import gangway.plan.Plan;
import gangway.plan.Step;
import gangway.plan.UndoRecord;
import gangway.service.ServedHost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Operators see the journal; other users see that there is an operation, and no more of it. */
class JournalOfViewersTest {
  private static final String OPEN = "20261129T020212.442-4711";
  private static final String ENDED = "20261129T020212.442-4712";
  private static final String HEADER =
      """
      {"format":2,"version":"0.1.0","id":"%s","parent":null,"begun":"2026-11-29T02:02:12.442Z",\
      "author":{"user":"alice","from":null,"pid":4711,"started":"81234","boot":"2f0d",\
      "pidNamespace":null},"words":["new","pv1","--extra","password=S3cr3t"],"claims":\
      [{"kind":"function","function":"0000:09:00.0"}]}
      """;
  private static final String ENTRY = "{\"at\":\"2026-11-29T02:02:13Z\",\"event\":%s}\n";

  @TempDir Path folder;
  private Machine host;

  @BeforeEach
  void host() throws IOException {
    host = new FolderMachine(folder.resolve("host"));
    put(
        "sys/bus/pci/devices/0000:09:00.0/uevent",
        "PCI_CLASS=20000\nPCI_ID=8086:10D3\nPCI_SUBSYS_ID=8086:A01F\nPCI_SLOT_NAME=0000:09:00.0\n");
    put("var/lib/gangway/running/" + OPEN + "/run.jsonl", HEADER.formatted(OPEN));
    put(
        "var/lib/gangway/history/" + ENDED + "/run.jsonl",
        HEADER.formatted(ENDED)
            + ENTRY.formatted("{\"kind\":\"step-begins\",\"step\":1}")
            + ENTRY.formatted("{\"kind\":\"step-done\",\"step\":1}")
            + ENTRY.formatted("{\"kind\":\"ended\",\"outcome\":\"done\",\"evidence\":[]}"));
    FileEdit edit = new FileEdit(Path.of("/etc/modules"), Optional.of("a\n"), Optional.of("b\n"));
    put(
        "var/lib/gangway/history/" + ENDED + "/plan.json",
        Features.PLANS.text(
            UndoRecord.of(new Plan(List.of(Step.replacing("edit /etc/modules", edit))))));
  }

  private void put(String file, String text) throws IOException {
    Path path = folder.resolve("host").resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/functions", "/functions?carries=true", "/functions/0000:09:00.0"})
  void anOperatorSeesTheCommandOfAnOperation(String path) throws IOException {
    try (ServedHost served = ServedHost.of(folder, host)) {
      assertThat(served.client().get("/api/v1" + path).body())
          .contains("\"command\":\"new pv1 --extra password=S3cr3t\"", OPEN);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/functions", "/functions?carries=true", "/functions/0000:09:00.0"})
  void anotherUserSeesOnlyItsFirstWord(String path) throws IOException {
    try (ServedHost served = ServedHost.forViewers(folder, host)) {
      assertThat(served.client().get("/api/v1" + path).body())
          .contains("\"command\":\"new\"", OPEN)
          .doesNotContain("S3cr3t");
    }
  }

  @Test
  void anOperatorSeesTheStepsAndTheChangedFilesOfAnOperation() throws IOException {
    try (ServedHost served = ServedHost.of(folder, host)) {
      assertThat(served.client().get("/api/v1/operations/" + ENDED).body())
          .contains("\"steps\":[{", "\"undoneWhen\":", "\"state\":\"done\"")
          .contains("\"files\":[{\"file\":\"/etc/modules\",\"change\":\"edited\"")
          .contains("\"diff\":[\"@@ -1 +1 @@\",\"-a\",\"+b\"]");
    }
  }

  @Test
  void anotherUserSeesNoOperation() throws IOException {
    try (ServedHost served = ServedHost.forViewers(folder, host)) {
      assertThat(served.client().get("/api/v1/operations/" + ENDED).status()).isEqualTo(403);
      assertThat(served.client().get("/api/v1/operations").status()).isEqualTo(403);
    }
  }
}
