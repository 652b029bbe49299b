package gangway.knowledge;

import gangway.check.Finding;
import java.util.List;

/**
 * Which finding may take the place of a finding that warns or blocks if an answer of the host is
 * lost: a finding that says that this is not known, or one that now blocks the request.
 */
final class Replacements {
  private static final String UNKNOWN = "-UNKNOWN";

  /** Without the list of functions, or the ids of a function, nothing is done with the function. */
  private static final String ABSENT = "ABSENT";

  private Replacements() {}

  /** Whether a finding remains among those of a host with less knowledge, or is replaced. */
  static boolean has(List<Finding> now, List<Finding> all, Finding before) {
    return now.stream()
        .anyMatch(finding ->
            same(finding, before) && finding.severity().compareTo(before.severity()) <= 0
                || replaces(finding, all, before));
  }

  private static boolean same(Finding finding, Finding before) {
    return finding.code().equals(before.code()) && finding.function().equals(before.function());
  }

  private static boolean replaces(Finding finding, List<Finding> all, Finding before) {
    boolean about =
        finding.function().isEmpty()
            || finding.function().equals(before.function())
            || before.function().isEmpty();
    boolean isNew = all.stream().noneMatch(old -> same(old, finding) && old.blocks());
    return about
        && (finding.code().endsWith(UNKNOWN)
            || finding.code().equals(ABSENT)
            || (finding.blocks() && (isNew || finding.waiver() == Finding.Waiver.NOTHING)));
  }

  /** The severity, the code and the function of a finding. */
  static String about(Finding finding) {
    return finding.severity()
        + " "
        + finding.code()
        + finding.function().map(function -> " of " + function).orElse("");
  }
}
