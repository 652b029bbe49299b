package gangway.cli;

import gangway.Text;
import gangway.machine.Command;
import gangway.machine.LiveMachine;
import gangway.machine.Result;
import java.nio.file.Path;
import java.util.OptionalInt;

/** The width of a terminal in columns, which only a system call tells; Java has none for it. */
final class TerminalWidth {
  /** A terminal that is narrower is taken for one of unknown width. */
  private static final int LEAST = 40;

  private TerminalWidth() {}

  /**
   * The width of a terminal.
   *
   * @return empty if it is not known, or so small that no table fits
   */
  static OptionalInt of(Path terminal) {
    OptionalInt columns =
        new LiveMachine()
            .ask(Command.of("stty", "-F", terminal.toString(), "size"))
            .filter(Result::ok)
            .map(result -> columns(result.out()))
            .orElse(OptionalInt.empty());
    return columns.orElse(0) < LEAST ? OptionalInt.empty() : columns;
  }

  /** Reads rows and columns: {@code 24 80}. */
  static OptionalInt columns(String size) {
    String[] numbers = size.strip().split(" ", -1);
    return numbers.length == 2 ? Text.digits(numbers[1], 5) : OptionalInt.empty();
  }
}
