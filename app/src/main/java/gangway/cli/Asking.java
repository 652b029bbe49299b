package gangway.cli;

import gangway.check.Verdict;
import gangway.host.Host;
import gangway.journal.Claim;
import gangway.machine.Machine;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** A kind of request, as it is written on a command line. */
interface Asking {

  /** A request with its findings, and the host on which it was observed. */
  record Asked(Host host, Verdict verdict) {}

  /** The options and arguments of the request. */
  CommandSpec spec();

  /**
   * What no other operation may change during this request.
   *
   * @throws gangway.Problem of kind USAGE if the request is invalid
   */
  Set<Claim> claims(Machine machine, ParseResult arguments);

  /**
   * Observes a machine and checks the request on it.
   *
   * @throws gangway.Problem of kind USAGE if the request is invalid
   */
  Asked asked(Machine machine, ParseResult arguments);

  /** A text to show with the plan, such as a new definition; empty if the plan says enough. */
  default Optional<String> text(Asked asked) {
    return Optional.empty();
  }
}
