package gangway.boot;

import java.nio.file.Path;
import java.util.Optional;

/**
 * A change of a whole file.
 *
 * @param before its text before; empty if the file does not exist
 * @param after its text after; empty to delete the file
 */
public record FileEdit(Path file, Optional<String> before, Optional<String> after) {

  /** The change of a file from one text to another; none if both are equal. */
  public static Optional<FileEdit> between(
      Path file, Optional<String> before, Optional<String> after) {
    return before.equals(after) ? Optional.empty() : Optional.of(new FileEdit(file, before, after));
  }

  /** The change that undoes this one. */
  public FileEdit reversed() {
    return new FileEdit(file, after, before);
  }
}
