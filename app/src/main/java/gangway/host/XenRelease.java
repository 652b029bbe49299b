package gangway.host;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A release of Xen, {@code 4.17.5}.
 *
 * @param patch its last number; for a version before a release ({@code 4.17.6-pre}) the number of
 *     the release before
 */
public record XenRelease(int major, int minor, int patch) {
  private static final Pattern TEXT =
      Pattern.compile("([0-9]{1,4})\\.([0-9]{1,4})(?:\\.([0-9]{1,4}))?([^0-9].*)?");

  static Optional<XenRelease> parse(String version) {
    Matcher match = TEXT.matcher(version);
    if (!match.matches()) {
      return Optional.empty();
    }
    int patch = match.group(3) == null ? 0 : Integer.parseInt(match.group(3));
    return Optional.of(
        new XenRelease(
            Integer.parseInt(match.group(1)),
            Integer.parseInt(match.group(2)),
            match.group(4) == null ? patch : patch - 1));
  }

  /** {@code 4.17}. */
  public String series() {
    return major + "." + minor;
  }
}
