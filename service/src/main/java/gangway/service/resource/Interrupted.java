package gangway.service.resource;

import gangway.journal.Journal;
import gangway.journal.Operation;
import gangway.machine.Machine;
import java.util.stream.Stream;

/** The interrupted operations of a host, which {@code recover} can undo. */
final class Interrupted {
  private Interrupted() {}

  /** Their ids. */
  static Stream<String> on(Machine machine) {
    return new Journal(machine).interrupted().stream().map(Operation::id);
  }
}
