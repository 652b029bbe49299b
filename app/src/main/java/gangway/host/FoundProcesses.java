package gangway.host;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The processes of one kind that were found, and whether these are all.
 *
 * @param found the process ID and the command line of each
 * @param doubt why there may be others; empty if all processes were visible
 */
public record FoundProcesses(List<String> found, Optional<String> doubt) {
  public FoundProcesses {
    found = List.copyOf(found);
  }

  /** The doubt about a machine that shows no process at all. */
  static final String NO_PROCESS = "/proc shows no process";

  /** No processes, for a question that was not asked. */
  static final FoundProcesses NONE = new FoundProcesses(List.of(), Optional.empty());

  /** Whether no process is of this kind, for certain. */
  public boolean none() {
    return found.isEmpty() && doubt.isEmpty();
  }

  /**
   * Why a process of this kind may run; empty if none does, or if the machine shows no process at
   * all, like a copy of a host.
   */
  public List<String> suspects() {
    return Stream.concat(found.stream(), doubtOnHost().stream()).toList();
  }

  /** The doubt about a machine that shows its processes; a copy of a host shows none. */
  public Optional<String> doubtOnHost() {
    return doubt.filter(reason -> !reason.equals(NO_PROCESS));
  }

  /** What was found, and what is not known: one line each. */
  public List<String> lines() {
    return Stream.concat(found.stream(), doubt.stream()).toList();
  }
}
