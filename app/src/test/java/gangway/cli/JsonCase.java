package gangway.cli;

import gangway.Golden;
import gangway.Version;
import gangway.machine.Machine;
import java.util.List;
import java.util.function.Supplier;

/**
 * A command line that prints JSON, on a host.
 *
 * @param command the words of the command: {@code check hide}
 * @param variant what is special about the host or the command line, as a file name
 * @param arguments the command line after the command, without {@code --json}
 * @param machine makes the host
 */
record JsonCase(String command, String variant, String arguments, Supplier<Machine> machine) {

  /** The folder of a command's golden files, below the number of the format. */
  static String folder(String command) {
    return "json-1/" + command.replace(' ', '-');
  }

  /** The golden file. */
  String file() {
    return folder(command) + "/" + variant + ".json";
  }

  /** Runs the command, and compares its output with the golden file. */
  void assertGolden() {
    List<String> words = List.of((command + " --json " + arguments).strip().split(" "));
    Run run = Run.of(console -> new Gangway(console, machine).run(words));
    Golden.assertGolden(
        file(),
        // each release has its own version
        run.out().replace("gangway " + Version.text() + " reads", "gangway VERSION reads"));
  }

  @Override
  public String toString() {
    return command + ": " + variant;
  }
}
