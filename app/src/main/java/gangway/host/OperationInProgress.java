package gangway.host;

import gangway.journal.Operation;

/**
 * An unfinished operation on a function.
 *
 * @param alive whether its process still runs; if not, the operation was interrupted and needs
 *     recovery
 */
public record OperationInProgress(Operation run, boolean alive) {

  @Override
  public String toString() {
    return alive
        ? "in progress: '%s', process %s".formatted(run.command(), run.author().pid())
        : "interrupted: '%s'".formatted(run.command());
  }
}
