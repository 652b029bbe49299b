package gangway.service.live;

import gangway.machine.Machine;
import java.io.IOException;

/** Tells of the changes of the host that the service runs on, until it is closed. */
public interface ChangeSource extends AutoCloseable {
  /** The changes, and the sources that fail. */
  Changes changes();

  /** Ends all threads and closes all descriptors. */
  @Override
  void close();

  /** Starts a source of changes. */
  @FunctionalInterface
  interface Start {
    ChangeSource of(Machine machine) throws IOException;
  }

  /**
   * Follows this host. If that is not possible, all topics are announced at fixed intervals.
   *
   * @param machine as for {@link LiveHost#start}
   */
  static ChangeSource of(Machine machine) {
    return of(LiveHost::start, machine);
  }

  static ChangeSource of(Start start, Machine machine) {
    try {
      return start.of(machine);
    } catch (IOException | RuntimeException | LinkageError e) {
      return UnfollowedHost.start(e.toString());
    }
  }
}
