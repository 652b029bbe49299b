package gangway.machine;

import gangway.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** A program on this machine. It is run in the C locale, with a time limit, its output bounded. */
record Program(Path file) {
  static final String SEARCH_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
  private static final Map<String, String> ENVIRONMENT =
      Map.of(
          "PATH",
          SEARCH_PATH,
          "LC_ALL",
          "C",
          "HOME",
          "/root",
          Orphans.MARK,
          Long.toString(ProcessHandle.current().pid()));
  private static final int MOST_OUTPUT_BYTES = 16 * 1024 * 1024;

  static Optional<Program> find(String name) {
    return Stream.of(SEARCH_PATH.split(":"))
        .map(folder -> Path.of(folder).resolve(name))
        .filter(Files::isExecutable)
        .findFirst()
        .map(Program::new);
  }

  Result run(Command command) {
    List<String> words =
        Stream.concat(Stream.of(file.toString()), command.words().stream().skip(1)).toList();
    ProcessBuilder builder = new ProcessBuilder(words);
    builder.environment().clear();
    builder.environment().putAll(ENVIRONMENT);
    try {
      long deadline = System.nanoTime() + command.limit().toNanos();
      Process process = builder.start();
      FutureTask<String> out = reading(process.getInputStream());
      FutureTask<String> err = reading(process.getErrorStream());
      Thread.ofPlatform().daemon().start(() -> feed(process, command.input()));
      if (!process.waitFor(command.limit().toNanos(), TimeUnit.NANOSECONDS)) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        throw late(command, "it was killed; run it by hand to see what it waits for");
      }
      return new Result(process.exitValue(), within(deadline, out), within(deadline, err));
    } catch (TimeoutException e) {
      throw late(command, "what it left running in the background still holds its output");
    } catch (IOException | ExecutionException e) {
      throw Problem.failed(
          "'" + command + "' could not be run",
          "run it by hand to see why",
          String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Problem.failed("'" + command + "' was interrupted", "try again");
    }
  }

  private static String within(long deadline, FutureTask<String> output)
      throws ExecutionException, InterruptedException, TimeoutException {
    return output.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
  }

  private static Problem late(Command command, String wayOut) {
    return Problem.failed(
        "'" + command + "' did not end within " + command.limit().toSeconds() + " s", wayOut);
  }

  private static void feed(Process process, String input) {
    try (OutputStream stream = process.getOutputStream()) {
      stream.write(input.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      // it ended without reading all of it; its exit code tells whether that matters
    }
  }

  private static FutureTask<String> reading(InputStream stream) {
    Callable<String> read =
        () -> {
          try (stream) {
            String text = new String(stream.readNBytes(MOST_OUTPUT_BYTES), StandardCharsets.UTF_8);
            stream.transferTo(OutputStream.nullOutputStream());
            return text;
          }
        };
    FutureTask<String> task = new FutureTask<>(read);
    Thread.ofPlatform().daemon().start(task);
    return task;
  }
}
