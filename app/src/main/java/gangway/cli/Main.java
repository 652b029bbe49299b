package gangway.cli;

import gangway.machine.LiveMachine;
import gangway.machine.Machine;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.function.Supplier;

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

  /**
   * Runs one command and returns, for callers inside the process.
   *
   * @param out receives the command's output
   * @param err receives warnings and errors
   * @param styled whether the text has colors, as on a terminal
   * @param here opens the machine that the program runs on
   * @return the exit code
   */
  public static int run(
      PrintStream out,
      PrintStream err,
      boolean styled,
      Supplier<Machine> here,
      List<String> arguments) {
    return run(out, err, styled, here, InputStream.nullInputStream(), arguments);
  }

  /**
   * Runs one command that reads its standard input, such as {@code apply -}, and returns.
   *
   * @param in what the command reads as its standard input
   * @return the exit code
   */
  public static int run(
      PrintStream out,
      PrintStream err,
      boolean styled,
      Supplier<Machine> here,
      InputStream in,
      List<String> arguments) {
    return new Gangway(new Console(out, err, styled, styled), here, in).run(arguments).code();
  }

  static ExitCode run(Console console, List<String> arguments) {
    return new Gangway(console, LiveMachine::new).run(arguments);
  }
}
