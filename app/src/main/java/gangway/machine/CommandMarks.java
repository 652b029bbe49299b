package gangway.machine;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The variables in the environment of a command that show which operation runs the command. Child
 * processes inherit them.
 *
 * @param operations the ids of operations: the value of {@code GANGWAY_OPERATION}
 * @param processes process IDs: the value of {@code GANGWAY_PROCESS}, the mark that earlier
 *     versions of Gangway set to their own process ID; this version never sets it
 */
public record CommandMarks(Set<String> operations, Set<Integer> processes) {
  /** The variable with the id of the operation that runs the command. */
  static final String OPERATION = "GANGWAY_OPERATION";

  /**
   * The variable with the ID of the session in which Gangway started the program. A process in
   * another session has left it: it is a daemon.
   */
  static final String SESSION = "GANGWAY_SESSION";

  /** The variable of earlier versions, with the ID of the process that runs the command. */
  static final String PROCESS = "GANGWAY_PROCESS";

  public CommandMarks {
    operations = Set.copyOf(operations);
    processes = Set.copyOf(processes);
  }

  /** The variables as they stand in an environment: {@code NAME=value}. */
  Set<String> variables() {
    return Stream.concat(
            operations.stream().map(operation -> OPERATION + "=" + operation),
            processes.stream().map(process -> PROCESS + "=" + process))
        .collect(Collectors.toUnmodifiableSet());
  }
}
