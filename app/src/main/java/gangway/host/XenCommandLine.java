package gangway.host;

import gangway.Answer;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Xen's command line.
 *
 * @param text the words, separated by blanks; empty if Xen does not answer
 */
public record XenCommandLine(String text) {
  private static final Set<String> OFF = Set.of("no", "off", "false", "disable", "0");

  /**
   * The value of an option of {@code iommu=}; the last one counts: {@code iommu=no-quarantine} or
   * {@code iommu=verbose,quarantine=off} (docs/misc/xen-command-line.pandoc; the words for "no" are
   * from common/kernel.c, {@code parse_bool}).
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

  /** Whether an {@code iommu=} switches the IOMMU off. */
  public boolean iommuOff() {
    return values("iommu").anyMatch(value -> OFF.contains(value.split(",", 2)[0]));
  }

  /** The value of an option; if it is given several times, Xen uses the last value. */
  public Optional<String> value(String option) {
    return values(option).reduce((_, last) -> last);
  }

  private Stream<String> values(String option) {
    return Stream.of(text.split("\\s+"))
        .filter(word -> word.startsWith(option + "="))
        .map(word -> word.substring(option.length() + 1));
  }
}
