package gangway.machine;

import java.time.Duration;
import java.util.Optional;

/** Where the time limit of a command comes from. */
public enum LimitSource {
  /** The limit of the host for programs. */
  PROGRAM(Optional.of(Limit.PROGRAM)),
  /** The limit of the host for the start of a guest. */
  GUEST_START(Optional.of(Limit.GUEST_START)),
  /** The command has a time of its own, or no limit. */
  COMMAND(Optional.empty());

  private final Optional<Limit> limit;

  LimitSource(Optional<Limit> limit) {
    this.limit = limit;
  }

  /** The limit of the host, if the time is one. */
  Optional<Limit> limit() {
    return limit;
  }

  /**
   * The source of a time in a journal of a version that did not record the source. These versions
   * used the limit of the host for each command with the same time.
   */
  static LimitSource ofOlderVersion(Optional<Duration> time) {
    for (LimitSource one : values()) {
      if (time.isPresent() && time.equals(one.limit.map(Limit::standard))) {
        return one;
      }
    }
    return COMMAND;
  }
}
