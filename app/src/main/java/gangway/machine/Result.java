package gangway.machine;

import gangway.Excerpt;
import gangway.Text;
import java.util.List;

/**
 * The result of a command.
 *
 * @param exit its exit code
 * @param out its standard output
 * @param err its standard error
 */
public record Result(int exit, String out, String err) {

  /** Replaces NUL in the output, because a path cannot contain NUL. */
  public Result {
    out = Text.of(out);
    err = Text.of(err);
  }

  public boolean ok() {
    return exit == 0;
  }

  /**
   * The first and the last lines of standard error, or of standard output if standard error is
   * empty.
   */
  public List<String> complaint() {
    return Excerpt.of(
        (err.isBlank() ? out : err)
            .lines()
            .map(String::strip)
            .filter(l -> !l.isEmpty())
            .iterator());
  }
}
