package gangway.knowledge;

import gangway.check.Finding;
import gangway.doctor.Issue;
import gangway.request.Request;

/**
 * Something that is not reported any more.
 *
 * @param note whether it was only a note
 * @param about the request and the function
 */
record Lost(String code, boolean note, String about) {
  /** The refusal of a request. */
  static final String BLOCK = "the refusal";

  static Lost of(Finding finding, Request request) {
    return new Lost(
        finding.code(),
        finding.severity() == Finding.Severity.NOTES,
        "%s%s in %s"
            .formatted(
                finding.severity(),
                finding.function().map(function -> " of " + function).orElse(""),
                request));
  }

  static Lost of(Issue issue) {
    return new Lost(
        issue.code(),
        issue.severity() == Issue.Severity.NOTES,
        "%s%s in doctor"
            .formatted(
                issue.severity(), issue.function().map(function -> " of " + function).orElse("")));
  }
}
