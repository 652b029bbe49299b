package gangway.cli;

import gangway.check.AcceptPolicy;
import picocli.CommandLine.ParseResult;

/**
 * What a command line asks its command to print.
 *
 * @param command the words of the command: {@code guard install}
 * @param acts whether the command performs operations
 */
record ReportKind(String command, ReportFormat format, boolean acts) {

  /**
   * The report of a command line.
   *
   * @throws gangway.Problem of kind USAGE if it asks for two formats
   */
  static ReportKind of(ParseResult arguments) {
    StringBuilder words = new StringBuilder();
    ParseResult last = arguments;
    while (last.hasSubcommand()) {
      last = last.subcommand();
      words.append(words.isEmpty() ? "" : " ").append(last.commandSpec().name());
    }
    return new ReportKind(
        words.toString(),
        ReportFormat.of(last),
        last.commandSpec().findOption("--json-lines") != null);
  }

  /**
   * The report of a command.
   *
   * @param policy which findings must not be accepted on the host
   */
  Report report(Console console, AcceptPolicy policy) {
    return switch (format) {
      case TEXT -> new ConsoleProgress(console, policy);
      case JSON, JSON_LINES ->
          new JsonReport(console, policy, command, format == ReportFormat.JSON_LINES, acts);
    };
  }
}
