package gangway.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;

/**
 * A program that performs stages: it reads a stage from each line of its standard input, and prints
 * a line that begins with {@code done} or {@code failed} when the stage has ended.
 */
final class StagedProgram implements AutoCloseable {
  private static final Duration END_LIMIT = Duration.ofMinutes(1);

  private final Process process;
  private final BufferedWriter stages;
  private final BufferedReader ends;

  private StagedProgram(Process process) {
    this.process = process;
    this.stages = process.outputWriter();
    this.ends = process.inputReader();
  }

  static StagedProgram start(ProcessBuilder program) throws IOException {
    return new StagedProgram(program.redirectError(ProcessBuilder.Redirect.INHERIT).start());
  }

  /** Performs a stage, which must succeed, and returns the line that the program prints. */
  String must(String stage) {
    try {
      stages.write(stage + "\n");
      stages.flush();
      String end = ends.readLine();
      System.out.printf("  %s: %s%n", stage.replace('\t', ' '), end);
      assertThat(end).as(stage).startsWith("done");
      return end;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends the program, which does so when there are no more stages. */
  @Override
  public void close() throws IOException {
    stages.close();
    if (!Waiting.until(() -> !process.isAlive(), END_LIMIT)) {
      process.destroyForcibly();
    }
  }
}
