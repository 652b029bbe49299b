package gangway.host;

import java.util.Optional;

/** What a program of the host is attended with while it runs, until that fails. */
final class Attendance {
  private final Runnable meanwhile;
  private Optional<Throwable> fault = Optional.empty();

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
      } catch (ActingHost.Killed end) {
        throw end;
      } catch (RuntimeException | Error e) {
        fault = Optional.of(e);
      }
    }
  }

  /** Fails as the attending did, if it did. */
  void end() {
    switch (fault.orElse(null)) {
      case RuntimeException failure -> throw failure;
      case Error error -> throw error;
      case null, default -> {}
    }
  }
}
