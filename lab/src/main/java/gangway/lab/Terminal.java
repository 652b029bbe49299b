package gangway.lab;

import gangway.Problem;
import java.io.Console;
import java.io.PrintStream;
import java.util.Optional;

/** The output of the lab's commands. */
final class Terminal implements Report {
  private static final String BOLD = "\033[1m";
  private static final String PLAIN = "\033[0m";

  private final PrintStream out;
  private final boolean styled;

  Terminal(PrintStream out, boolean styled) {
    this.out = out;
    this.styled = styled;
  }

  static Terminal standard() {
    boolean terminal =
        Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent();
    return new Terminal(System.out, terminal && System.getenv("NO_COLOR") == null);
  }

  @Override
  public void begins(String what) {
    out.println("lab: " + what);
  }

  @Override
  public void detail(String line) {
    out.println("     " + printable(line));
  }

  void bold(String line) {
    out.println(styled ? BOLD + line + PLAIN : line);
  }

  void line(String line) {
    out.println(printable(line));
  }

  void problem(Problem problem) {
    out.flush();
    System.err.println("lab: " + printable(problem.blocker()));
    problem.evidence().forEach(line -> System.err.println("  " + printable(line)));
    if (!problem.remedy().isEmpty()) {
      System.err.println("fix: " + printable(problem.remedy()));
    }
  }

  /** Replaces control characters, so that output of a machine cannot control the terminal. */
  private static String printable(String line) {
    return line.codePoints()
        .map(c -> c == '\n' || c == '\t' || !Character.isISOControl(c) ? c : '?')
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }
}
