package gangway.view;

/** How a command, or a part of its work, ended. docs/json.md explains the words. */
public enum ReportOutcome {
  /** Everything is as requested, and was verified. */
  DONE,
  /** Everything was as requested before. */
  ALREADY_SO,
  /** The command only shows what it would do. */
  PLANNED,
  /** A check refuses the request. Nothing was changed. */
  REFUSED,
  /** The command line is invalid, or names something that does not exist. Nothing was changed. */
  INVALID,
  /** The command failed before it changed something. */
  FAILED,
  /** A step failed, or a signal interrupted the command. Everything is as it was before. */
  UNDONE,
  /** The command failed, and not everything could be undone. */
  NOT_UNDONE,
  /** An operator chose to keep the host as it is. */
  KEPT,
  /** Nothing of the requested kind exists. */
  NOTHING
}
