package gangway.machine;

import gangway.Problem;
import gangway.Text;
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
 * <p>See docs/decisions/0024-tool-output-goes-to-files.md and
 * docs/decisions/0026-acting-tools-have-their-own-session.md.
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

  /**
   * Runs it and reads its output by pipes. A program of an operation runs in its own session:
   * Ctrl-C must not end the queries that undo the operation.
   */
  Result run(Command command) {
    ProcessBuilder builder =
        builder(operation.isPresent() ? inOwnSession(command) : words(command));
    return carriedOut(
        command,
        () -> {
          Optional<Deadline> deadline = command.limit().map(new LiveClock()::deadline);
          Process process = builder.start();
          FutureTask<String> out = reading(process.getInputStream());
          FutureTask<String> err = reading(process.getErrorStream());
          await(process, command);
          return new Result(process.exitValue(), within(deadline, out), within(deadline, err));
        });
  }

  /**
   * Runs it so that it completes even if this process is killed or loses its terminal in the
   * meantime: xl, killed during a save, leaves the guest suspended. It has its own session, because
   * Ctrl-C and the end of a terminal are signals to all processes of the session. Its output goes
   * to unnamed files, because the kernel kills a program that writes to a pipe whose reader has
   * ended.
   *
   * <p>Returns or throws only when the program has ended, also after an Error in this process: the
   * caller may undo what the program has done. A program with a time limit is killed at its limit.
   */
  Result act(Command command) {
    return act(command, ProcessBuilder::start);
  }

  Result act(Command command, ActingTool.Starter starter) {
    ProcessBuilder builder = builder(inOwnSession(command));
    return carriedOut(
        command,
        () -> {
          try (Said out = Said.make();
              Said err = Said.make()) {
            builder.redirectOutput(out.file().toFile()).redirectError(err.file().toFile());
            try (ActingTool tool = ActingTool.start(starter, builder, command.limit(), operation)) {
              Process process = tool.process();
              out.unname();
              err.unname();
              Thread.ofPlatform().daemon().start(() -> bound(process, out, err));
              await(process, command);
              return new Result(process.exitValue(), out.text(), err.text());
            }
          }
        });
  }

  private List<String> words(Command command) {
    return Stream.concat(Stream.of(file.toString()), command.words().stream().skip(1)).toList();
  }

  /**
   * The program as the leader of a new session, marked with that session: {@link Orphans}
   * recognizes by the mark that the program is not a daemon.
   *
   * @throws Problem of kind REFUSED if setsid(1) is not installed
   */
  private List<String> inOwnSession(Command command) {
    Program setsid = find("setsid").orElseThrow(() -> missing("setsid"));
    // setsid executes the program in its own process, because a child of Java leads no process
    // group
    String marked = "export %s=$$; exec \"$@\"".formatted(CommandMarks.SESSION);
    return Stream.concat(
            Stream.of("/bin/sh", "-c", marked, "sh", setsid.file().toString()),
            words(command).stream())
        .toList();
  }

  /** The refusal of a command whose program is not installed. */
  static Problem missing(String program) {
    return Problem.refused(
        "the program '" + program + "' is not installed",
        "install the package that contains it, then try again",
        "searched in " + SEARCH_PATH);
  }

  private ProcessBuilder builder(List<String> words) {
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
    if (command.limit().isEmpty()) {
      process.waitFor();
    } else if (!process.waitFor(command.limit().get().toNanos(), TimeUnit.NANOSECONDS)) {
      ActingTool.kill(process);
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

  private static String within(Optional<Deadline> deadline, FutureTask<String> output)
      throws ExecutionException, InterruptedException, TimeoutException {
    return deadline.isEmpty()
        ? output.get()
        : output.get(deadline.get().left().toNanos(), TimeUnit.NANOSECONDS);
  }

  private static Problem late(Command command, String remedy) {
    return Problem.failed(
        "'" + command + "' did not end within " + command.limit().orElseThrow().toSeconds() + " s",
        remedy);
  }

  private static void feed(Process process, String input) {
    try (OutputStream stream = process.getOutputStream()) {
      stream.write(Text.bytes(input));
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
