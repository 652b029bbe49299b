package gangway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import gangway.Golden;
import gangway.MemoryFolder;
import gangway.Version;
import gangway.host.GuideHost;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The content of a capture of a small host, unpacked: every line, and so every file it has. */
class CaptureGoldenTest {
  @TempDir(factory = MemoryFolder.class)
  private Path folder;

  @Test
  void aCaptureHasTheLinesOfTheGoldenFile() throws IOException {
    Golden.assertGolden("capture-1/host.jsonl", captured());
  }

  @Test
  void commandsPrintTheSameOnTheGoldenFileAsOnTheHost() throws IOException {
    Path file = folder.resolve("golden.gangway");
    try (GZIPOutputStream packed = new GZIPOutputStream(Files.newOutputStream(file))) {
      packed.write(Golden.read("capture-1/host.jsonl").getBytes(StandardCharsets.UTF_8));
    }
    for (String words : List.of("devices --all --json", "guests --json", "history --all --json")) {
      Run captured = Run.on(file, words.split(" "));
      Run onHost =
          Run.of(console -> new Gangway(console, host()::machine).run(List.of(words.split(" "))));
      assertThat(captured).as(words).isEqualTo(onHost);
    }
  }

  private static GuideHost host() {
    GuideHost host = JsonHosts.everyOwner().sshFrom("192.0.2.7 50022 192.0.2.1 22");
    JournalFiles.undone(host);
    return host;
  }

  private String captured() throws IOException {
    Path file = folder.resolve("host.gangway");
    Run run =
        Run.of(console ->
            new Gangway(console, host()::machine).run(List.of("capture", file.toString())));
    assertThat(run.exit()).as(run.err()).isEqualTo(ExitCode.DONE);
    assertThat(run.err()).isEmpty();
    try (GZIPInputStream packed = new GZIPInputStream(Files.newInputStream(file))) {
      return new String(packed.readAllBytes(), StandardCharsets.UTF_8)
          .replace("\"by\":\"" + Version.text() + "\"", "\"by\":\"VERSION\"");
    }
  }
}
