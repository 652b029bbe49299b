package gangway.host;

import gangway.Answer;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What Xen was started with.
 *
 * @param text the words, blanks between them; empty if Xen could not be asked
 */
public record XenCommandLine(String text) {
  private static final Set<String> OFF = Set.of("no", "off", "false", "disable", "0");

  /**
   * What the last {@code iommu=} that names an option says of it: {@code iommu=no-quarantine} or
   * {@code iommu=verbose,quarantine=off} (docs/misc/xen-command-line.pandoc; the words for no are
   * those of common/kernel.c, {@code parse_bool}).
   */
  public Answer iommu(String option) {
    Answer said = Answer.UNKNOWN;
    for (String part : values("iommu").flatMap(value -> Stream.of(value.split(","))).toList()) {
      if (part.equals("no-" + option)) {
        said = Answer.NO;
      } else if (part.equals(option)) {
        said = Answer.YES;
      } else if (part.startsWith(option + "=")) {
        said = Answer.of(!OFF.contains(part.substring(option.length() + 1)));
      }
    }
    return said;
  }

  /** Whether an {@code iommu=} says no to all of it. */
  public boolean iommuOff() {
    return values("iommu").anyMatch(value -> OFF.contains(value.split(",", 2)[0]));
  }

  /** The value of an option; of several, Xen takes the last. */
  public Optional<String> value(String option) {
    return values(option).reduce((_, last) -> last);
  }

  private Stream<String> values(String option) {
    return Stream.of(text.split("\\s+"))
        .filter(word -> word.startsWith(option + "="))
        .map(word -> word.substring(option.length() + 1));
  }
}
