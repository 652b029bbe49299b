package gangway.machine;

import gangway.Text;
import java.util.List;

/**
 * What a command left behind.
 *
 * @param exit its exit code
 * @param out what it printed
 * @param err what it complained of
 */
public record Result(int exit, String out, String err) {

  /** Zeros in what was printed are replaced: no path can have one in it. */
  public Result {
    out = Text.of(out);
    err = Text.of(err);
  }

  public boolean ok() {
    return exit == 0;
  }

  /** The command's complaint, a line each, or what it printed where it complained of nothing. */
  public List<String> complaint() {
    return (err.isBlank() ? out : err)
        .lines()
        .map(String::strip)
        .filter(l -> !l.isEmpty())
        .toList();
  }
}
