package gangway.cli;

import gangway.Problem;

/** What a command's exit code means; documented in docs/commands.md and kept. */
enum ExitCode {
  /** Done, or already so. */
  DONE(0),
  /** It failed, and everything is as it was; of {@code doctor}: something ails the host. */
  FAILED(1),
  /** The request could not be understood, or names what is not there. */
  USAGE(2),
  /** A check refused it; nothing was changed. */
  REFUSED(3),
  /** It failed, and something could not be undone. */
  INCONSISTENT(4),
  /** There is nothing of the kind that was asked for. */
  NOTHING(5);

  private final int code;

  ExitCode(int code) {
    this.code = code;
  }

  int code() {
    return code;
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
