package gangway.machine;

import gangway.Problem;
import gangway.Text;
import gangway.xenstore.WritableXenStore;
import gangway.xenstore.XenStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The machine that Gangway runs on. */
public final class LiveMachine extends FileMachine implements WritableMachine {
  private final Optional<String> operation;
  private final XenStoreSocket xenStore;
  private final Limits limits;

  public LiveMachine() {
    this(Optional.empty(), new XenStoreSocket(), Limits.STANDARD);
  }

  private LiveMachine(Optional<String> operation, XenStoreSocket xenStore, Limits limits) {
    super(Path.of("/"));
    this.operation = operation;
    this.xenStore = xenStore;
    this.limits = limits;
  }

  @Override
  public Duration limit(Limit limit) {
    return limits.of(limit);
  }

  @Override
  public Optional<Result> ask(Command command) {
    return program(command).map(program -> program.run(command));
  }

  private Optional<Program> program(Command command) {
    return Program.find(command.program()).map(program -> program.markedWith(operation));
  }

  @Override
  public WritableMachine markedWith(String operation) {
    return new LiveMachine(Optional.of(operation), xenStore, limits);
  }

  @Override
  public WritableMachine withLimits(Limits limits) {
    return new LiveMachine(operation, xenStore, limits);
  }

  @Override
  public Optional<XenStore> xenStore() {
    return xenStore.connected(this).map(store -> store);
  }

  @Override
  public WritableXenStore actingXenStore() {
    return xenStore.connected(this).orElseThrow(XenStoreSocket::absent);
  }

  /**
   * Programs such as sudo remove the variable from the environment; then a parent process still has
   * it.
   */
  @Override
  public Optional<String> sshConnection() {
    return Stream.iterate(
            Optional.of(ProcessHandle.current()), Optional::isPresent, p -> p.get().parent())
        .flatMap(process -> environment(process.orElseThrow(), "SSH_CONNECTION").stream())
        .findFirst();
  }

  private Optional<String> environment(ProcessHandle process, String name) {
    try {
      return readBytes(Path.of("/proc/" + process.pid() + "/environ")).stream()
          .flatMap(bytes -> Stream.of(new String(bytes, StandardCharsets.UTF_8).split("\0")))
          .filter(variable -> variable.startsWith(name + "="))
          .map(variable -> variable.substring(name.length() + 1))
          .findFirst();
    } catch (Problem mayNotBeRead) {
      return Optional.empty();
    }
  }

  @Override
  public boolean root() {
    try {
      return Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public Optional<String> otherWriters(Path file, StickyFolders sticky) {
    return OtherWriters.THAN_ROOT.of(file, sticky);
  }

  @Override
  public void write(Path file, String text) {
    try {
      Files.write(file, text.getBytes(StandardCharsets.UTF_8), StandardOpenOption.WRITE);
    } catch (IOException e) {
      throw Problem.failed(
          "the kernel refused '" + text + "'",
          "see the end of 'dmesg' for the reason",
          file + ": " + Absence.reason(e));
    }
  }

  @Override
  public void replace(Path file, String text) {
    change(file, () -> AtomicFile.replace(file, Text.bytes(text)));
  }

  @Override
  public void replace(Path file, String text, int mode) {
    change(file, () -> AtomicFile.replace(file, Text.bytes(text), mode));
  }

  @Override
  public void makeFolder(Path folder, int mode) {
    change(folder, () -> AtomicFile.makeFolder(folder, mode));
  }

  @Override
  public boolean restrict(Path path, int mode) {
    try {
      return AtomicFile.restrict(path, mode);
    } catch (NoSuchFileException gone) {
      return false;
    } catch (IOException e) {
      throw unwritable(path, e);
    }
  }

  @Override
  public void sync(Path file) {
    change(file, () -> AtomicFile.syncWithName(file));
  }

  @Override
  public void sweep(Path file) {
    change(file, () -> AtomicFile.sweep(file));
  }

  @Override
  public void writePrivate(Path file, String text) {
    change(file, () -> AtomicFile.writePrivate(file, Text.bytes(text)));
  }

  @Override
  public void append(Path file, String text) {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
      for (ByteBuffer bytes = StandardCharsets.UTF_8.encode(text); bytes.hasRemaining(); ) {
        channel.write(bytes);
      }
      channel.force(false);
    } catch (IOException e) {
      throw unwritable(file, e);
    }
  }

  @Override
  public void move(Path from, Path to) {
    change(to, () -> AtomicFile.move(from, to));
  }

  @Override
  public <T> T exclusively(Path lock, Supplier<T> action) {
    try {
      return new LockFile(lock).during(action);
    } catch (IOException e) {
      throw unwritable(lock, e);
    }
  }

  @Override
  public void delete(Path file) {
    change(file, () -> AtomicFile.delete(file));
  }

  @Override
  public Optional<String> awaitOrphans(CommandMarks marks, Duration limit) {
    return Orphans.await(marks, limit)
        .map(ProcessHandle::pid)
        .map(pid ->
            "%s, process %d"
                .formatted(
                    read(Path.of("/proc/" + pid + "/comm")).map(String::strip).orElse("?"), pid));
  }

  @Override
  public Result run(Command command) {
    return program(command)
        .map(program -> program.act(limits.on(command)))
        .orElseThrow(() -> Program.missing(command.program()));
  }

  @Override
  public Result run(Command command, Runnable meanwhile) {
    FutureTask<Result> running = new FutureTask<>(() -> run(command));
    Thread.ofPlatform().daemon().start(running);
    try {
      while (!running.isDone()) {
        meanwhile.run();
      }
      return running.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof Problem problem ? problem : Problem.fault(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Problem.failed("'" + command + "' was interrupted", "try again");
    } finally {
      ended(running);
    }
  }

  /** Waits for the end of a command, also if this thread is interrupted or has a fault. */
  private static void ended(FutureTask<?> running) {
    boolean interrupted = false;
    while (!running.isDone()) {
      try {
        running.get();
      } catch (InterruptedException e) {
        interrupted = true;
      } catch (ExecutionException | RuntimeException | Error told) {
        // the caller that waits for the result reports the exception
        Thread.onSpinWait();
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Changes a file or folder, or the names in its folder. */
  private static void change(Path file, Change change) {
    try {
      change.make();
    } catch (IOException e) {
      throw unwritable(file, e);
    }
  }

  @FunctionalInterface
  private interface Change {
    void make() throws IOException;
  }

  private static Problem unwritable(Path file, IOException e) {
    return Problem.failed(
        file + " could not be written",
        "make sure that its file system is writable and not full",
        Absence.reason(e));
  }
}
