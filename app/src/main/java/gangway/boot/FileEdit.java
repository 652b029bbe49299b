package gangway.boot;

import java.nio.file.Path;
import java.util.Optional;

/**
 * A change of a whole file.
 *
 * @param before its text, if it exists
 * @param after what it is to be; nothing if it is to go
 */
public record FileEdit(Path file, Optional<String> before, Optional<String> after) {

  /** The change that takes this one back. */
  public FileEdit reversed() {
    return new FileEdit(file, after, before);
  }
}
