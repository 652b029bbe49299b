package gangway.host;

import gangway.journal.Run;

/**
 * A run of Gangway that has a function in hand.
 *
 * @param alive whether it is being carried out; if not, it was killed and waits for recovery
 */
public record Transit(Run run, boolean alive) {

  @Override
  public String toString() {
    return alive
        ? "in transit: '%s', process %d".formatted(run.command(), run.author().pid())
        : "left half-way by '%s'".formatted(run.command());
  }
}
