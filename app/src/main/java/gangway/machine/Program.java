package gangway.machine;

import gangway.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * A program on this machine. It runs in the C locale, with a time limit and a limit for its output.
 *
 * <p>See docs/decisions/0024-tool-output-goes-to-files.md.
 *
 * @param operation the id of the operation that runs the program, if any; the program and its child
 *     processes are marked with it
 */
record Program(Path file, Optional<String> operation) {
  static final String SEARCH_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
  private static final Map<String, String> ENVIRONMENT =
      Map.of("PATH", SEARCH_PATH, "LC_ALL", "C", "HOME", "/root");
  private static final int MAX_OUTPUT_BYTES = 16 * 1024 * 1024;
  private static final Duration CUT_EVERY = Duration.ofMillis(100);

  Program(Path file) {
    this(file, Optional.empty());
  }

  static Optional<Program> find(String name) {
    return Stream.of(SEARCH_PATH.split(":"))
        .map(folder -> Path.of(folder).resolve(name))
        .filter(Files::isExecutable)
        .findFirst()
        .map(Program::new);
  }

  /** The program, run by an operation. */
  Program markedWith(Optional<String> operation) {
    return new Program(file, operation);
  }

  /** Runs it and reads its output by pipes. */
  Result run(Command command) {
    ProcessBuilder builder = builder(command);
    return carriedOut(
        command,
        () -> {
          Deadline deadline = new LiveClock().deadline(command.limit());
          Process process = builder.start();
          FutureTask<String> out = reading(process.getInputStream());
          FutureTask<String> err = reading(process.getErrorStream());
          await(process, command);
          return new Result(process.exitValue(), within(deadline, out), within(deadline, err));
        });
  }

  /**
   * Runs it so that it completes even if this process is killed in the meantime: its output goes to
   * unnamed files. With a pipe, the kernel would kill the program when it writes after its reader
   * has ended; xl, killed during a save, leaves the guest suspended forever.
   */
  Result act(Command command) {
    ProcessBuilder builder = builder(command);
    return carriedOut(
        command,
        () -> {
          try (Said out = Said.make();
              Said err = Said.make()) {
            builder.redirectOutput(out.file().toFile()).redirectError(err.file().toFile());
            Process process = builder.start();
            out.unname();
            err.unname();
            Thread.ofPlatform().daemon().start(() -> bound(process, out, err));
            await(process, command);
            return new Result(process.exitValue(), out.text(), err.text());
          }
        });
  }

  private ProcessBuilder builder(Command command) {
    List<String> words =
        Stream.concat(Stream.of(file.toString()), command.words().stream().skip(1)).toList();
    ProcessBuilder builder = new ProcessBuilder(words);
    builder.environment().clear();
    builder.environment().putAll(ENVIRONMENT);
    operation.ifPresent(id -> builder.environment().put(CommandMarks.OPERATION, id));
    return builder;
  }

  private static Result carriedOut(Command command, Callable<Result> run) {
    try {
      return run.call();
    } catch (TimeoutException e) {
      throw late(
          command,
          "end the process that it left running in the background, which still has its output"
              + " open");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Problem.failed("'" + command + "' was interrupted", "try again");
    } catch (Problem problem) {
      throw problem;
    } catch (Exception e) {
      throw Problem.failed(
          "'" + command + "' could not be run",
          "run it by hand to see the cause",
          String.valueOf(e.getMessage()));
    }
  }

  private static void await(Process process, Command command) throws InterruptedException {
    Thread.ofPlatform().daemon().start(() -> feed(process, command.input()));
    if (!process.waitFor(command.limit().toNanos(), TimeUnit.NANOSECONDS)) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
      throw late(command, "the program was killed; run it by hand to see what it waits for");
    }
  }

  /**
   * Cuts the files while the program runs, so that endless output does not fill the file system.
   * The program is not killed: it could be in the middle of a save.
   */
  private static void bound(Process process, Said out, Said err) {
    try {
      while (!process.waitFor(CUT_EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
        out.cut();
        err.cut();
      }
    } catch (IOException closed) {
      // the program has ended or was given up
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** A file for a program's output. */
  private record Said(Path file, FileChannel channel) implements AutoCloseable {
    /** In memory if possible, because a disk can be full. */
    private static final Path FOLDER =
        Stream.of(Path.of("/run"), Path.of(System.getProperty("java.io.tmpdir", "/tmp")))
            .filter(Files::isWritable)
            .findFirst()
            .orElse(Path.of("/tmp"));

    static Said make() throws IOException {
      Path file = Files.createTempFile(FOLDER, "gangway-", "");
      return new Said(
          file, FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE));
    }

    /** Deletes the file's name, so that nothing is left even if this process is killed. */
    void unname() throws IOException {
      Files.delete(file);
    }

    /** Keeps the beginning; what the program writes next stands behind a hole. */
    void cut() throws IOException {
      if (channel.size() > MAX_OUTPUT_BYTES) {
        channel.truncate(MAX_OUTPUT_BYTES);
      }
    }

    String text() throws IOException {
      byte[] said = Channels.newInputStream(channel).readNBytes(MAX_OUTPUT_BYTES);
      return new String(said, StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
      channel.close();
      Files.deleteIfExists(file);
    }
  }

  private static String within(Deadline deadline, FutureTask<String> output)
      throws ExecutionException, InterruptedException, TimeoutException {
    return output.get(deadline.left().toNanos(), TimeUnit.NANOSECONDS);
  }

  private static Problem late(Command command, String remedy) {
    return Problem.failed(
        "'" + command + "' did not end within " + command.limit().toSeconds() + " s", remedy);
  }

  private static void feed(Process process, String input) {
    try (OutputStream stream = process.getOutputStream()) {
      stream.write(input.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      // the program ended without reading all input; its exit code shows whether that is an error
    }
  }

  private static FutureTask<String> reading(InputStream stream) {
    Callable<String> read =
        () -> {
          try (stream) {
            String text = new String(stream.readNBytes(MAX_OUTPUT_BYTES), StandardCharsets.UTF_8);
            stream.transferTo(OutputStream.nullOutputStream());
            return text;
          }
        };
    FutureTask<String> task = new FutureTask<>(read);
    Thread.ofPlatform().daemon().start(task);
    return task;
  }
}
