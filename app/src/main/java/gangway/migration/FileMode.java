package gangway.migration;

import gangway.machine.Command;
import gangway.machine.Machine;
import gangway.machine.Ssh;
import java.nio.file.Path;
import java.util.Optional;

/** The mode of a file, as a number: permissions as for chmod, such as 0600. */
final class FileMode {
  private FileMode() {}

  /** The mode of a file on this machine; empty if it is not known. */
  static Optional<Integer> of(Machine machine, Path file) {
    return told(machine, Command.of(words(file)));
  }

  /** The mode of a file on another host; empty if it is not known. */
  static Optional<Integer> of(Machine machine, Ssh host, Path file) {
    return told(machine, host.command(words(file)));
  }

  private static String[] words(Path file) {
    return new String[] {"stat", "-L", "-c", "%a", file.toString()};
  }

  private static Optional<Integer> told(Machine machine, Command stat) {
    return machine
        .told(stat)
        .map(String::strip)
        .filter(told -> told.matches("[0-7]{1,4}"))
        .map(told -> Integer.parseInt(told, 8));
  }
}
