package gangway.toolstack;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A disk as xl's configuration names it: {@code TARGET,FORMAT,VDEV,ACCESS} or {@code KEY=VALUE}
 * among these, {@code target=} as the last, which takes all the rest (xl-disk-configuration(5)).
 *
 * @param text the specification as it stands
 */
record DiskSpec(String text) {
  /** What older forms write before the target, several of them at times: {@code tap:aio:/…}. */
  private static final Pattern PREFIX =
      Pattern.compile("^(?:(?:phy|file|tap2?|tapdisk|aio|ioemu|raw|qcow2?|vhd|qdisk):)+");

  private static final Pattern KEY = Pattern.compile("[a-z][a-z-]*=.*");

  /** Longer ones are no paths (PATH_MAX in Linux). */
  private static final int MOST_LETTERS = 4096;

  /** The device or the file in dom0; nothing if the disk is none, or is named otherwise. */
  Optional<Path> path() {
    int from = 0;
    while (from <= text.length()) {
      int comma = text.indexOf(',', from);
      int end = comma < 0 ? text.length() : comma;
      String word = text.substring(from, end).strip();
      if (word.startsWith("target=")) {
        return target(text.substring(text.indexOf("target=", from) + "target=".length()).strip());
      }
      if (!KEY.matcher(word).matches()) {
        Optional<Path> target = target(word);
        if (target.isPresent()) {
          return target;
        }
      }
      from = end + 1;
    }
    return Optional.empty();
  }

  private static Optional<Path> target(String target) {
    String path = PREFIX.matcher(target).replaceFirst("");
    boolean shortened = target.startsWith("phy:") && !path.isEmpty() && !path.startsWith("/");
    return absolute(shortened ? "/dev/" + path : path);
  }

  /** A path, if that is one that starts at the root. */
  static Optional<Path> absolute(String path) {
    try {
      return path.startsWith("/") && path.length() <= MOST_LETTERS
          ? Optional.of(Path.of(path))
          : Optional.empty();
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }
}
