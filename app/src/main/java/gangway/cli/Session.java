package gangway.cli;

import gangway.Problem;
import gangway.machine.ActingMachine;
import gangway.machine.FolderMachine;
import gangway.machine.LiveMachine;
import gangway.machine.Machine;
import gangway.machine.capture.CaptureReader;
import gangway.machine.capture.CapturedMachine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What a command works on and prints to.
 *
 * @param host another machine's files in a folder, or its capture, if the command is to look at
 *     that one
 */
record Session(Console console, Optional<Path> host) {

  /** The machine to look at. */
  Machine machine() {
    if (host.isEmpty()) {
      return new LiveMachine();
    }
    return Files.isDirectory(host.get())
        ? new FolderMachine(host.get())
        : new CapturedMachine(CaptureReader.read(host.get()));
  }

  /** The machine to act on. */
  ActingMachine actingMachine() {
    if (host.isPresent()) {
      throw Problem.usage(
          "another machine can be looked at, not acted on", "add --dry-run, or leave out --host");
    }
    return new LiveMachine();
  }
}
