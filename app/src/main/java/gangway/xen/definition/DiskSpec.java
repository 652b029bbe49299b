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
   * What the words of a specification say.
   *
   * @param path the first path among them
   * @param target the first word that is no key and no flag, or the value of {@code target=}
   * @param script the script that interprets the target; empty if none is given
   */
  private record Meaning(Optional<Path> path, String target, String script) {}

  private Meaning meaning() {
    Optional<Path> path = Optional.empty();
    String target = "";
    String script = "";
    int from = 0;
    while (from <= text.length()) {
      int comma = text.indexOf(',', from);
      int end = comma < 0 ? text.length() : comma;
      String word = text.substring(from, end).strip();
      if (word.startsWith("target=")) {
        target = text.substring(text.indexOf("target=", from) + "target=".length()).strip();
        path = path.isPresent() ? path : target(target);
        break;
      }
      if (word.startsWith("script=")) {
        script = word.substring("script=".length()).strip();
      } else if (!KEY.matcher(word).matches()) {
        path = path.isPresent() ? path : target(word);
        if (target.isEmpty() && !FLAGS.contains(word)) {
          String bare = PREFIX.matcher(word).replaceFirst("");
          Matcher prefix = SCRIPT_PREFIX.matcher(bare);
          target = prefix.matches() ? prefix.group(2) : bare;
          script = prefix.matches() ? "block-" + prefix.group(1) : script;
        }
      }
      from = end + 1;
    }
    return new Meaning(path, target, script);
  }

  /**
   * The device or file in dom0; empty if the specification is malformed or does not name a path.
   */
  public Optional<Path> path() {
    return meaning().path();
  }

  /**
   * The disk, if its target is not a path: a URL of QEMU, or information for a script ({@code
   * script=} in xl-disk-configuration(5)).
   */
  public Optional<OtherDisk> other() {
    Meaning disk = meaning();
    if (!ordinary(disk.script())) {
      return Optional.of(OtherDisk.ofScript(disk.target(), disk.script()));
    }
    return disk.target().isEmpty() || disk.path().isPresent()
        ? Optional.empty()
        : Optional.of(new OtherDisk(disk.target(), ""));
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
