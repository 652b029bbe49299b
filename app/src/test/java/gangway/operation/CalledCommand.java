package gangway.operation;

import gangway.Problem;
import gangway.cli.Main;
import gangway.machine.Machine;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** Commands as a user calls them. */
final class CalledCommand {
  private CalledCommand() {}

  /**
   * Calls a command, in a thread of its own: a command that changes something lets the end of the
   * process wait for the end of its thread.
   *
   * @throws Problem of the kind that the exit code tells, if it is not 0
   */
  static void call(Machine machine, String words) {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    int exit = exit(machine, words, printed);
    String text = printed.toString(StandardCharsets.UTF_8);
    switch (exit) {
      case 0 -> {}
      case 1 -> throw Problem.failed(text, "");
      case 2 -> throw Problem.usage(text, "");
      case 3 -> throw Problem.refused(text, "");
      case 4 -> throw Problem.inconsistent(text, "", List.of());
      default -> throw new AssertionError("exit code %d: %s".formatted(exit, text));
    }
  }

  private static int exit(Machine machine, String words, ByteArrayOutputStream printed) {
    PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
    FutureTask<Integer> running =
        new FutureTask<>(() -> Main.run(out, out, false, () -> machine, List.of(words.split(" "))));
    Thread.ofPlatform().start(running);
    try {
      return running.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw new AssertionError(words, e.getCause());
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
