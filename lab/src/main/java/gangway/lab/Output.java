package gangway.lab;

import java.time.Duration;

/**
 * The result of a command.
 *
 * @param out its standard output
 * @param err its standard error; empty if it was passed on line by line
 */
public record Output(int exit, String out, String err, Duration took) {
  public boolean ok() {
    return exit == 0;
  }
}
