package gangway.cli;

import gangway.machine.LiveMachine;
import java.util.List;

/**
 * Starts the program.
 *
 * <p>See docs/decisions/0017-start-like-a-native-tool.md.
 */
public final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    // no shutdown hook is needed here, and System.exit would first load the classes of a logger
    Runtime.getRuntime().halt(run(Console.standard(), List.of(arguments)).code());
  }

  static ExitCode run(Console console, List<String> arguments) {
    return new Gangway(console, LiveMachine::new).run(arguments);
  }
}
