package gangway.cli;

import gangway.Problem;
import gangway.journal.Journal;
import gangway.machine.FolderMachine;
import gangway.machine.Machine;
import gangway.machine.WritableMachine;
import gangway.machine.capture.CaptureReader;
import gangway.machine.capture.CapturedMachine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The machine that a command works on, and what it prints to. */
final class Session {
  private final Console console;
  private final ReportKind kind;
  private final Optional<Path> host;
  private final Supplier<Machine> here;
  private @Nullable Report report;
  private @Nullable Machine machine;
  private boolean mayHaveActed;

  /**
   * @param kind what the command line asks the command to print
   * @param host the file or directory of {@code --host}, if given
   * @param here opens the machine that the program runs on
   */
  Session(Console console, ReportKind kind, Optional<Path> host, Supplier<Machine> here) {
    this.console = console;
    this.kind = kind;
    this.host = host;
    this.here = here;
  }

  Console console() {
    return console;
  }

  /** The console for text that JSON replaces: nothing is printed to standard output with JSON. */
  Console text() {
    return kind.format() == ReportFormat.TEXT ? console : console.onlyComplaints();
  }

  /** Receives what the command finds and does; asked for by every command that acts. */
  Report report() {
    if (report == null) {
      report = kind.report(console);
    }
    return report;
  }

  /**
   * The command has ended. Prints the report as JSON, if JSON was asked for: of a command that
   * reports, and of every command that a problem ended.
   */
  void ended(ExitCode exit, Optional<Problem> problem) {
    if (report != null || (problem.isPresent() && kind.format() != ReportFormat.TEXT)) {
      report().finish(exit, problem);
    }
  }

  /** The machine to read. */
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
   * Refuses the command unless root runs it.
   *
   * @param why what only root can do, a sentence
   */
  void mustBeRoot(String why) {
    if (!machine().root()) {
      throw Problem.refused(why, "run the command as root");
    }
  }

  /** Whether the command may have changed the machine, according to the journal. */
  boolean mayHaveActed() {
    return mayHaveActed && new Journal(machine()).mayHaveChanged();
  }

  /** The machine to change. */
  WritableMachine actingMachine() {
    if (machine() instanceof WritableMachine acting) {
      mayHaveActed = true;
      return acting;
    }
    throw Problem.usage(
        "--host is only for reading: gangway cannot change another machine",
        "add --dry-run, or remove --host");
  }
}
