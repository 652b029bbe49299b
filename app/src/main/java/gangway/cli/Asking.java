package gangway.cli;

import gangway.check.Verdict;
import gangway.host.Host;
import gangway.journal.Claim;
import gangway.machine.Machine;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Something that can be asked for, as it is written on a command line. */
interface Asking {

  /** A request, and the host it was made on. */
  record Asked(Host host, Verdict verdict) {}

  /** The options and arguments that make a request. */
  CommandSpec spec();

  /**
   * What nobody else may change while it is carried out.
   *
   * @throws gangway.Problem of kind USAGE if the request is none
   */
  Set<Claim> claims(Machine machine, ParseResult arguments);

  /**
   * Observes a machine and says all there is to say about what is asked of it.
   *
   * @throws gangway.Problem of kind USAGE if the request is none
   */
  Asked asked(Machine machine, ParseResult arguments);

  /** A text it would write that is to be read before; nothing where the plan tells enough. */
  default Optional<String> text(Asked asked) {
    return Optional.empty();
  }
}
