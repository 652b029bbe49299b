package gangway.xen.definition;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
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

  /** Older forms of {@code script=block-iscsi} and similar (xl-disk-configuration(5)). */
  private static final Pattern SCRIPT_PREFIX = Pattern.compile("(iscsi|e?nbd|drbd):(.*)");

  private static final Set<String> FLAGS =
      Set.of(
          "cdrom",
          "discard",
          "no-discard",
          "direct-io-safe",
          "colo",
          "no-colo",
          "trusted",
          "untrusted",
          "");

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

  /**
   * The disk, if its target is not a path: a URL of QEMU, or information for a script ({@code
   * script=} in xl-disk-configuration(5)).
   */
  public Optional<OtherDisk> other() {
    String script = "";
    String target = "";
    int from = 0;
    while (from <= text.length()) {
      int comma = text.indexOf(',', from);
      int end = comma < 0 ? text.length() : comma;
      String word = text.substring(from, end).strip();
      if (word.startsWith("target=")) {
        target = text.substring(text.indexOf("target=", from) + "target=".length()).strip();
        break;
      }
      if (word.startsWith("script=")) {
        script = word.substring("script=".length()).strip();
      } else if (target.isEmpty() && !KEY.matcher(word).matches() && !FLAGS.contains(word)) {
        String bare = PREFIX.matcher(word).replaceFirst("");
        Matcher prefix = SCRIPT_PREFIX.matcher(bare);
        target = prefix.matches() ? prefix.group(2) : bare;
        script = prefix.matches() ? "block-" + prefix.group(1) : script;
      }
      from = end + 1;
    }
    if (!ordinary(script)) {
      return Optional.of(OtherDisk.ofScript(target, script));
    }
    return target.isEmpty() || path().isPresent()
        ? Optional.empty()
        : Optional.of(new OtherDisk(target, ""));
  }

  /** Whether a script is the one for devices and files; another one decides what a target means. */
  public static boolean ordinary(String script) {
    return script.isEmpty() || script.substring(script.lastIndexOf('/') + 1).equals("block");
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
