package gangway.cli;

import gangway.Problem;
import gangway.machine.ActingMachine;
import gangway.machine.FolderMachine;
import gangway.machine.LiveMachine;
import gangway.machine.Machine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What a command works on and prints to.
 *
 * @param host the folder of another machine's files, if the command is to look at that one
 */
record Session(Console console, Optional<Path> host) {

  /** The machine to look at. */
  Machine machine() {
    if (host.isEmpty()) {
      return new LiveMachine();
    }
    if (!Files.isDirectory(host.get())) {
      throw Problem.usage(
          "--host " + host.get() + " is not a folder",
          "give the folder that stands for the machine's /");
    }
    return new FolderMachine(host.get());
  }

  /** The machine to act on. */
  ActingMachine actingMachine() {
    if (host.isPresent()) {
      throw Problem.usage(
          "another machine's files can be looked at, not acted on",
          "add --dry-run, or leave out --host");
    }
    return new LiveMachine();
  }
}
