package gangway.cli;

import gangway.Problem;
import java.util.List;

/** The exit codes of commands, documented in docs/commands.md and stable. */
enum ExitCode {
  /** Done, or nothing to do. */
  DONE(0),
  /** Failed, and the host is as before; of {@code doctor}: problems found. */
  FAILED(1),
  /** The command line is invalid, or names something that does not exist. */
  USAGE(2),
  /** Refused by a check; nothing was changed. */
  REFUSED(3),
  /** Failed, and something could not be undone. */
  INCONSISTENT(4),
  /** Nothing of the requested kind exists. */
  NOTHING(5);

  private static final List<ExitCode> WORSE =
      List.of(DONE, NOTHING, USAGE, REFUSED, FAILED, INCONSISTENT);

  private final int code;

  ExitCode(int code) {
    this.code = code;
  }

  int code() {
    return code;
  }

  /** The worse one of two parts of a command: what it has left behind counts most. */
  ExitCode worse(ExitCode other) {
    return WORSE.indexOf(this) < WORSE.indexOf(other) ? other : this;
  }

  static ExitCode of(Problem.Kind kind) {
    return switch (kind) {
      case USAGE -> USAGE;
      case REFUSED -> REFUSED;
      case FAILED -> FAILED;
      case INCONSISTENT -> INCONSISTENT;
    };
  }
}
