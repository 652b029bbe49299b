package gangway.service.operation;

/** What the first events of a command say about the request. */
public sealed interface Decision {

  /** The command works, or has worked. */
  record Accepted() implements Decision {}

  /**
   * The command has ended before its first step.
   *
   * @param report the line {@code finished}
   */
  record Ended(String report) implements Decision {}

  /**
   * The command has ended without a report.
   *
   * @param printed what it has printed for people
   */
  record Silent(String printed) implements Decision {}
}
