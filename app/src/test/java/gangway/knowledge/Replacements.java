package gangway.knowledge;

import gangway.check.Finding;
import gangway.doctor.Issue;
import java.util.List;

/**
 * What may take the place of a finding or an issue if an answer of the host is lost: something that
 * says that this is not known, or that refuses the request for another reason.
 */
final class Replacements {
  private static final String UNKNOWN = "-UNKNOWN";

  /** Without the list of functions, or the ids of a function, nothing is done with the function. */
  private static final String ABSENT = "ABSENT";

  private Replacements() {}

  /**
   * Whether a finding remains, at least as severe, or is replaced.
   *
   * @param now all findings about the request with less knowledge
   * @param before all findings about it with all knowledge
   */
  static boolean has(List<Finding> now, List<Finding> before, Finding finding) {
    return now.stream()
        .anyMatch(other -> remains(other, finding) || replaces(other, before, finding));
  }

  private static boolean remains(Finding other, Finding finding) {
    return same(other, finding) && other.severity().compareTo(finding.severity()) <= 0;
  }

  private static boolean same(Finding other, Finding finding) {
    return other.code().equals(finding.code()) && other.function().equals(finding.function());
  }

  private static boolean replaces(Finding other, List<Finding> before, Finding finding) {
    boolean about =
        other.function().isEmpty()
            || finding.function().isEmpty()
            || other.function().equals(finding.function());
    return about
        && (other.code().endsWith(UNKNOWN)
            || other.code().equals(ABSENT)
            || (other.blocks() && (cannotBeAccepted(other) || isNew(other, before))));
  }

  /** The request is impossible in any case: a bridge is never hidden. */
  private static boolean cannotBeAccepted(Finding other) {
    return other.waiver() == Finding.Waiver.NOTHING;
  }

  private static boolean isNew(Finding other, List<Finding> before) {
    return before.stream().noneMatch(old -> same(old, other) && old.blocks());
  }

  /** Whether an issue remains, or the doctor says that something is not known. */
  static boolean has(List<Issue> now, Issue issue) {
    return now.stream()
        .anyMatch(other ->
            saysUnknown(other, issue)
                || (other.code().equals(issue.code())
                    && other.function().equals(issue.function())
                    && other.severity().compareTo(issue.severity()) <= 0));
  }

  /** Without the record of the acknowledged devices, no device is known to be another one. */
  private static boolean saysUnknown(Issue other, Issue issue) {
    return other.code().endsWith(UNKNOWN)
        || (other.code().equals("HARDWARE-UNREADABLE") && issue.code().equals("DEVICE-CHANGED"));
  }
}
