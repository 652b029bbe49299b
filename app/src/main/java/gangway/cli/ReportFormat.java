package gangway.cli;

import gangway.Problem;
import picocli.CommandLine.ParseResult;

/** How a command reports. */
enum ReportFormat {
  TEXT,
  /** {@code --json}: one document, at the end. */
  JSON,
  /** {@code --json-lines}: a line for each event, and the document as the last one. */
  JSON_LINES;

  /**
   * The format that a command line asks for.
   *
   * @throws Problem of kind USAGE if it asks for two
   */
  static ReportFormat of(ParseResult arguments) {
    boolean json = arguments.hasMatchedOption("--json");
    boolean lines = arguments.hasMatchedOption("--json-lines");
    if (json && lines) {
      throw Problem.usage("--json and --json-lines exclude each other", "use one of them");
    }
    return json ? JSON : lines ? JSON_LINES : TEXT;
  }
}
