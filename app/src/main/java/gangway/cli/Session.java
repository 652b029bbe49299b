package gangway.cli;

import gangway.Problem;
import gangway.check.AcceptPolicy;
import gangway.config.Configuration;
import gangway.journal.Journal;
import gangway.machine.FolderMachine;
import gangway.machine.Limits;
import gangway.machine.Machine;
import gangway.machine.WritableMachine;
import gangway.machine.capture.CaptureReader;
import gangway.machine.capture.CapturedMachine;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The machine that a command works on, and what it prints to. */
final class Session {
  /** The size of a file that the user gives. */
  private static final int MAX_BYTES = 1024 * 1024;

  private final Console console;
  private final ReportKind kind;
  private final Optional<Path> host;
  private final Supplier<Machine> here;
  private final InputStream in;
  private @Nullable Report report;
  private @Nullable Machine machine;
  private @Nullable Configuration configuration;
  private @Nullable Interruption interruption;
  private boolean mayHaveActed;

  /**
   * @param kind what the command line asks the command to print
   * @param host the file or directory of {@code --host}, if given
   * @param here opens the machine that the program runs on
   * @param in the standard input
   */
  Session(
      Console console,
      ReportKind kind,
      Optional<Path> host,
      Supplier<Machine> here,
      InputStream in) {
    this.console = console;
    this.kind = kind;
    this.host = host;
    this.here = here;
    this.in = in;
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
      report = kind.report(console, acceptPolicy());
    }
    return report;
  }

  /**
   * Lets a signal stop the operations of the command, all of them: the process accepts no handler
   * of signals after the first signal.
   */
  Interruption interruption() {
    if (interruption == null) {
      interruption = Interruption.onSignals(report());
    }
    return interruption;
  }

  /**
   * Checks that no signal has asked the command to stop, before the command begins another part of
   * its work.
   *
   * @throws Problem of kind FAILED if a signal has
   */
  void mustGoOn() {
    if (interruption != null) {
      interruption.mustGoOn();
    }
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

  /**
   * The text of a file of the user, which is on this machine also if the command reads another one.
   *
   * @throws Problem of kind USAGE if the file cannot be read, is too large, or is not text
   */
  String text(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return text(in, file.toString());
    } catch (IOException e) {
      throw Problem.usage(
          "the file %s cannot be read".formatted(file),
          "name a file that exists and that you can read",
          e.toString());
    }
  }

  /**
   * The text that the user gives on the standard input.
   *
   * @throws Problem as {@link #text(Path)} does
   */
  String standardInput() {
    try {
      return text(in, "the standard input");
    } catch (IOException e) {
      throw Problem.usage("the standard input cannot be read", "name a file instead", e.toString());
    }
  }

  private static String text(InputStream in, String name) throws IOException {
    byte[] bytes = in.readNBytes(MAX_BYTES + 1);
    if (bytes.length > MAX_BYTES) {
      throw Problem.usage(
          "%s is larger than %d KiB".formatted(name, MAX_BYTES / 1024), "give a smaller file");
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw Problem.usage("%s is not text in UTF-8".formatted(name), "save it in UTF-8");
    }
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

  /**
   * The configuration of the machine, read at the first call: a command sees the same one until its
   * end.
   *
   * @throws Problem of kind REFUSED if the configuration has errors or cannot be used
   */
  Configuration configuration() {
    if (configuration == null) {
      configuration = Configuration.of(machine());
    }
    return configuration;
  }

  /** Why the configuration cannot be used; empty if it can. */
  Optional<Problem> unusableConfiguration() {
    try {
      configuration();
      return Optional.empty();
    } catch (Problem problem) {
      return Optional.of(problem);
    }
  }

  /**
   * Which findings the configuration forbids to accept. The configuration is read at the first
   * question. If it cannot be used, every command with {@code --accept} is refused, and says why.
   */
  AcceptPolicy acceptPolicy() {
    return code -> {
      try {
        return configuration().forbidsAccepting(code);
      } catch (Problem unusable) {
        return Optional.empty();
      }
    };
  }

  /**
   * Warns if the configuration cannot be used, for a command that changes nothing: the same command
   * without {@code --dry-run} would be refused.
   *
   * @param warn receives the problem: the report of the command, if it has one
   */
  void warnOfConfiguration(Consumer<Problem> warn) {
    unusableConfiguration()
        .ifPresent(problem -> {
          console.complain(Style.YELLOW, "warning: commands that change something are refused:");
          warn.accept(problem);
        });
  }

  /**
   * The machine to change, with the time limits of its configuration.
   *
   * @throws Problem of kind REFUSED if the configuration has errors or cannot be used
   */
  WritableMachine configuredMachine() {
    WritableMachine acting = actingMachine();
    Limits limits = configuration().limits();
    return limits.equals(Limits.STANDARD) ? acting : acting.withLimits(limits);
  }

  /** The machine to change, with the standard time limits. */
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
