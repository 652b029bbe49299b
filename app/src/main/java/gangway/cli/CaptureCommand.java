package gangway.cli;

import gangway.Problem;
import gangway.Version;
import gangway.machine.Machine;
import gangway.machine.capture.Capture;
import gangway.machine.capture.CaptureWriter;
import gangway.machine.capture.Discretion;
import gangway.machine.capture.RecordingMachine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code gangway capture}: all that observing reads of this machine, in one file. */
final class CaptureCommand implements Command {

  @Override
  public CommandSpec spec() {
    return Options.command(
            "capture",
            "Writes what gangway reads of this machine to a file, for '--host FILE'. Keys,"
                + " passwords and hashes are left out.")
        .addOption(
            Options.flag(
                "--mask-addresses",
                "Replace the addresses of networks and network cards by others, each by the same"
                    + " everywhere, so that routes still lead where they led."))
        .addOption(Options.flag("--force", "Write over a file that is there."))
        .addPositional(Options.argument("0", "FILE", "The file to write."));
  }

  @Override
  public ExitCode run(ParseResult arguments, Session session) {
    Machine machine = session.machine();
    if (!machine.root()) {
      throw Problem.refused(
          "only root can see all that belongs into a capture", "run the command as root");
    }
    Path file = Path.of(arguments.matchedPositionalValue(0, "")).toAbsolutePath();
    boolean masked = arguments.hasMatchedOption("--mask-addresses");
    RecordingMachine recorder =
        new RecordingMachine(
            machine,
            masked ? Discretion.masking() : Discretion.usual(),
            new Capture.Origin(
                Version.text(), Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(), masked));
    Exploration exploration = Exploration.of(machine, recorder);
    if (arguments.hasMatchedOption("--force")) {
      CaptureWriter.replace(file, recorder.capture());
    } else {
      CaptureWriter.create(file, recorder.capture());
    }
    Console console = session.console();
    for (Problem problem : exploration.unanswered()) {
      console.complain(Style.YELLOW, "not all could be seen: " + problem.blocker());
    }
    console.line(
        Style.GREEN,
        "captured: %d functions, %d answers, in %s (%d KiB)"
            .formatted(exploration.functions(), recorder.capture().size(), file, kib(file)));
    console.line(
        masked
            ? "  without keys, passwords and hashes; addresses of networks are replaced"
            : "  without keys, passwords and hashes; addresses of networks are in it"
                + " (--mask-addresses replaces them)");
    console.line("  look at it with 'gangway --host " + file + " devices'");
    return ExitCode.DONE;
  }

  private static long kib(Path file) {
    try {
      return (Files.size(file) + 1023) / 1024;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
