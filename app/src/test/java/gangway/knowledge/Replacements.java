package gangway.knowledge;

import gangway.check.Finding;
import java.util.List;

/**
 * Which finding may take the place of a blocking finding about a function if an answer of the host
 * is lost: a finding that says that this is not known.
 */
final class Replacements {
  private static final String UNKNOWN = "-UNKNOWN";

  /** Without the list of functions, or the ids of a function, nothing is done with the function. */
  private static final String ABSENT = "ABSENT";

  private Replacements() {}

  /** Whether a finding about a function remains among those of a host with less knowledge. */
  static boolean has(List<Finding> now, Finding before) {
    return before.function().isEmpty()
        || now.stream().anyMatch(finding -> same(finding, before) || replaces(finding, before));
  }

  private static boolean same(Finding finding, Finding before) {
    return finding.code().equals(before.code()) && finding.function().equals(before.function());
  }

  private static boolean replaces(Finding finding, Finding before) {
    boolean about = finding.function().isEmpty() || finding.function().equals(before.function());
    return about && (finding.code().endsWith(UNKNOWN) || finding.code().equals(ABSENT));
  }

  /** The code and the function of a finding. */
  static String about(Finding finding) {
    return finding.code() + finding.function().map(function -> " of " + function).orElse("");
  }
}
