package gangway.lab;

import java.time.Duration;

/**
 * What a command did.
 *
 * @param out what it wrote to its standard output
 * @param err what it wrote to its standard error; empty where that was told line by line
 */
public record Output(int exit, String out, String err, Duration took) {
  public boolean ok() {
    return exit == 0;
  }
}
