package gangway.cli;

import gangway.Problem;
import gangway.Version;
import gangway.machine.Machine;
import gangway.machine.capture.Capture;
import gangway.machine.capture.CapturePrivacy;
import gangway.machine.capture.CaptureWriter;
import gangway.machine.capture.RecordingMachine;
import gangway.view.CaptureView;
import gangway.view.ErrorView;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code gangway capture}: writes what Gangway reads of this machine to one file. */
final class CaptureCommand implements Command {

  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Options.command(
                "capture",
                "Write what gangway reads of this machine to a file.",
                "Every command that changes nothing can read the file with --host. Keys, passwords and"
                    + " hashes are left out.")
            .addOption(
                Options.flag(
                    "--mask-addresses",
                    "Replace network addresses and MAC addresses. The same address gets the same"
                        + " replacement everywhere, so that routes stay valid."))
            .addOption(Options.flag("--force", "Overwrite an existing file."))
            .addPositional(Options.argument("0", "FILE", "The file to write."));
    return Options.examples(
        spec.addOption(Options.json()),
        "gangway capture host.gangway",
        "gangway --host host.gangway check hide 09:00.0");
  }

  @Override
  public ExitCode run(ParseResult arguments, Session session) {
    Machine machine = session.machine();
    if (!machine.root()) {
      throw Problem.refused(
          "only root can read everything that a capture needs", "run the command as root");
    }
    Path file = Path.of(arguments.matchedPositionalValue(0, "")).toAbsolutePath();
    boolean masked = arguments.hasMatchedOption("--mask-addresses");
    RecordingMachine recorder =
        new RecordingMachine(
            machine,
            masked ? CapturePrivacy.masking() : CapturePrivacy.usual(),
            new Capture.Origin(Version.text(), machine.clock().seconds().toString(), masked));
    Exploration exploration = Exploration.of(machine, recorder);
    if (arguments.hasMatchedOption("--force")) {
      CaptureWriter.replace(file, recorder.capture());
    } else {
      CaptureWriter.create(file, recorder.capture());
    }
    Console console = session.text();
    for (Problem problem : exploration.unanswered()) {
      console.complain(Style.YELLOW, "not everything could be read: " + problem.blocker());
    }
    console.line(
        Style.GREEN,
        "captured: %s functions, %s answers, in %s (%s KiB)"
            .formatted(exploration.functions(), recorder.capture().size(), file, kib(file)));
    console.line(
        masked
            ? "  without keys, passwords and hashes; network addresses are replaced"
            : "  without keys, passwords and hashes; network addresses are included"
                + " (--mask-addresses replaces them)");
    console.line("  look at it with 'gangway --host " + file + " devices'");
    session
        .report()
        .members(
            new CaptureView(
                file.toString(),
                exploration.functions(),
                recorder.capture().size(),
                masked,
                exploration.unanswered().stream().map(ErrorView::of).toList()));
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
