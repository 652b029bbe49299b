package gangway.cli;

import gangway.Problem;
import gangway.machine.ActingMachine;
import gangway.machine.FolderMachine;
import gangway.machine.Machine;
import gangway.machine.capture.CaptureReader;
import gangway.machine.capture.CapturedMachine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What a command works on and prints to. */
final class Session {
  private final Console console;
  private final Optional<Path> host;
  private final Supplier<Machine> here;
  private @Nullable Machine machine;

  /**
   * @param host another machine's files in a folder, or its capture, if the command is to look at
   *     that one
   * @param here the machine the program runs on
   */
  Session(Console console, Optional<Path> host, Supplier<Machine> here) {
    this.console = console;
    this.host = host;
    this.here = here;
  }

  Console console() {
    return console;
  }

  /** The machine to look at. */
  Machine machine() {
    if (machine == null) {
      machine = host.map(Session::other).orElseGet(here);
    }
    return machine;
  }

  /**
   * A path as a user names it, as the machine has it: on another machine, relative to {@code /}.
   */
  Path absolute(Path path) {
    return (host.isPresent() ? Path.of("/").resolve(path) : path.toAbsolutePath()).normalize();
  }

  private static Machine other(Path host) {
    return Files.isDirectory(host)
        ? new FolderMachine(host)
        : new CapturedMachine(CaptureReader.read(host));
  }

  /**
   * Refuses a command to all but root.
   *
   * @param why what only root can do
   */
  void mustBeRoot(String why) {
    if (!machine().root()) {
      throw Problem.refused(why, "run the command as root");
    }
  }

  /** The machine to act on. */
  ActingMachine actingMachine() {
    if (machine() instanceof ActingMachine acting) {
      return acting;
    }
    throw Problem.usage(
        "another machine can be looked at, not acted on", "add --dry-run, or leave out --host");
  }
}
