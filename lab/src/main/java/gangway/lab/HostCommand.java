package gangway.lab;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A program that runs on the machine where the lab runs. */
record HostCommand(List<String> words) {
  static HostCommand of(String... words) {
    return new HostCommand(List.of(words));
  }

  /** Runs the program and returns its standard output and standard error. */
  Output run() {
    return runWith(HostCommand::read);
  }

  /** Runs the program and passes on its standard error line by line. */
  Output reportErrors(Consumer<String> error) {
    return runWith(errors -> {
      lines(errors).forEach(error);
      return "";
    });
  }

  /** Runs the program and passes on all output line by line. */
  Output follow(Consumer<String> line) {
    long start = System.nanoTime();
    try {
      Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
      process.getOutputStream().close();
      String out =
          lines(process.getInputStream()).peek(line).collect(Collectors.joining("\n", "", "\n"));
      return new Output(exit(process), out, "", since(start));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Output runWith(Function<InputStream, String> errors) {
    long start = System.nanoTime();
    try {
      Process process = new ProcessBuilder(words).start();
      process.getOutputStream().close();
      CompletableFuture<String> err =
          CompletableFuture.supplyAsync(
              () -> errors.apply(process.getErrorStream()), task -> Thread.ofVirtual().start(task));
      String out = read(process.getInputStream());
      return new Output(exit(process), out, err.join(), since(start));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int exit(Process process) {
    try {
      return process.waitFor();
    } catch (InterruptedException e) {
      process.destroy();
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private static Duration since(long start) {
    return Duration.ofNanos(System.nanoTime() - start);
  }

  private static String read(InputStream in) {
    try {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Stream<String> lines(InputStream in) {
    return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)).lines();
  }
}
