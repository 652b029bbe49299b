package gangway.cli;

import gangway.operation.PlanDigest;
import gangway.view.DigestView;
import java.util.Optional;
import picocli.CommandLine.ParseResult;

/** {@code --digest}: the plan that was shown before. */
final class DigestOption {
  private DigestOption() {}

  /**
   * The digest of a command line, if it has one.
   *
   * @throws gangway.Problem of kind USAGE if the value is no digest
   */
  static Optional<PlanDigest> of(ParseResult arguments) {
    return arguments.hasMatchedOption("--digest")
        ? Optional.of(PlanDigest.parse(arguments.matchedOptionValue("--digest", "")))
        : Optional.empty();
  }

  /** Adds the digest to a report for a program: a text has none, because nobody can compare it. */
  static void tell(DigestView planned, ParseResult arguments, Report report) {
    if (ReportFormat.of(arguments) != ReportFormat.TEXT) {
      report.members(planned);
    }
  }
}
