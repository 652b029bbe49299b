package gangway.host.storage;

import gangway.machine.Command;
import gangway.machine.Machine;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What {@code dmsetup status} tells of the devices of the device mapper: a line {@code NAME: START
 * LENGTH TARGET …} for each. It is asked at most once, and only if needed.
 */
final class MapperStatus {
  /** With a time limit, because a hanging device never answers. */
  private static final Command STATUS =
      Command.of("dmsetup", "status", "--noflush").within(Duration.ofSeconds(10));

  private final Machine machine;
  private Optional<List<String>> lines = Optional.empty();

  MapperStatus(Machine machine) {
    this.machine = machine;
  }

  /** The lines; empty without an answer. */
  List<String> lines() {
    if (lines.isEmpty()) {
      lines = Optional.of(machine.toldInTime(STATUS).stream().flatMap(String::lines).toList());
    }
    return lines.get();
  }
}
