package gangway.host;

import gangway.machine.Command;

/**
 * A command that a test did not declare, and the host of the test does not know: the test fails,
 * because an answer that nobody chose, such as "no such program", proves nothing.
 */
public final class Undeclared extends AssertionError {
  private static final long serialVersionUID = 1;

  public Undeclared(Command command) {
    super("no test declared what this command does or answers: " + command);
  }
}
