package gangway.doctor;

import java.util.List;
import java.util.stream.Stream;

/** What the host did not answer, so that the doctor cannot know whether there are issues. */
final class UnknownIssues {
  /** The evidence stays readable up to this many lines. */
  private static final int MAX_SHOWN = 8;

  private UnknownIssues() {}

  static List<Issue> of(DoctorInput input) {
    List<String> missing = input.unanswered();
    return missing.isEmpty() ? List.of() : List.of(issue(missing));
  }

  private static Issue issue(List<String> missing) {
    return Issue.warns(
        "HOST-UNKNOWN",
        "Gangway cannot query everything that every host answers",
        shown(missing),
        "doctor cannot find the problems that depend on these answers, and 'hide' and 'attach'"
            + " refuse what depends on them",
        new IssueRemedy.Advice(
            "make sure that all of this can be queried, then run 'gangway doctor' again"));
  }

  private static List<String> shown(List<String> lines) {
    return lines.size() <= MAX_SHOWN
        ? lines
        : Stream.concat(
                lines.stream().limit(MAX_SHOWN),
                Stream.of("and %d more".formatted(lines.size() - MAX_SHOWN)))
            .toList();
  }
}
