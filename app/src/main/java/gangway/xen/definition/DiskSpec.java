package gangway.xen.definition;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A disk in xl's configuration: {@code TARGET,FORMAT,VDEV,ACCESS}, also with {@code KEY=VALUE};
 * {@code target=} comes last and its value extends to the end (xl-disk-configuration(5)).
 *
 * @param text the unparsed specification
 */
public record DiskSpec(String text) {
  /** The prefixes of older forms, sometimes several: {@code tap:aio:/…}. */
  private static final Pattern PREFIX =
      Pattern.compile("^(?:(?:phy|file|tap2?|tapdisk|aio|ioemu|raw|qcow2?|vhd|qdisk):)+");

  private static final Pattern KEY = Pattern.compile("[a-z][a-z-]*=.*");

  /** PATH_MAX in Linux. */
  private static final int MAX_CHARACTERS = 4096;

  /**
   * The device or file in dom0; empty if the specification is malformed or does not name a path.
   */
  public Optional<Path> path() {
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

  /** The path, if it is absolute. */
  public static Optional<Path> absolute(String path) {
    try {
      return path.startsWith("/") && path.length() <= MAX_CHARACTERS
          ? Optional.of(Path.of(path))
          : Optional.empty();
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }
}
