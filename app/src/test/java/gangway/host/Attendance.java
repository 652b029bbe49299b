package gangway.host;

import java.util.Optional;

/** What a program of the host is attended with while it runs, until that fails. */
final class Attendance {
  private final Runnable meanwhile;
  private Optional<RuntimeException> fault = Optional.empty();

  Attendance(Runnable meanwhile) {
    this.meanwhile = meanwhile;
  }

  static Attendance none() {
    return new Attendance(() -> {});
  }

  void turn() {
    if (fault.isEmpty()) {
      try {
        meanwhile.run();
      } catch (RuntimeException e) {
        fault = Optional.of(e);
      }
    }
  }

  /** Fails as the attending did, if it did. */
  void end() {
    fault.ifPresent(why -> {
      throw why;
    });
  }
}
