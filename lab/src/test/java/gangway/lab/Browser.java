package gangway.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * A user of the page in a browser: the stages of {@code web/test/lab/stages.mjs}. Each stage leaves
 * a picture in {@code lab/target/screenshots}.
 */
final class Browser implements AutoCloseable {
  private final Process process;
  private final BufferedWriter stages;
  private final BufferedReader ends;

  private Browser(Process process) {
    this.process = process;
    this.stages = process.outputWriter();
    this.ends = process.inputReader();
  }

  /**
   * A browser at Cockpit's login page.
   *
   * @param user who logs in
   */
  static Browser at(Cockpit cockpit, String user) throws IOException {
    Path web = Checkout.ROOT.resolve("web");
    Path pictures = Files.createDirectories(Checkout.ROOT.resolve("lab/target/screenshots"));
    ProcessBuilder program =
        new ProcessBuilder(
                "node",
                web.resolve("test/lab/stages.mjs").toString(),
                cockpit.address(),
                user,
                Cockpit.PASSWORD)
            .redirectError(ProcessBuilder.Redirect.INHERIT);
    program.environment().put("SCREENSHOTS", pictures.toString());
    return new Browser(program.start());
  }

  /** Performs a stage, which must succeed. */
  void must(String stage) {
    try {
      stages.write(stage + "\n");
      stages.flush();
      String end = ends.readLine();
      System.out.printf("  in the browser: %s: %s%n", stage, end);
      assertThat(end).as(stage).startsWith("done");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Closes the browser. */
  @Override
  public void close() throws IOException {
    stages.close();
    if (!Waiting.until(() -> !process.isAlive(), Duration.ofMinutes(1))) {
      process.destroyForcibly();
    }
  }
}
