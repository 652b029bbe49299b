package gangway.cli;

import gangway.check.Acceptance;
import gangway.config.Configuration;
import gangway.operation.PlanDigest;
import gangway.operation.RequestOperation.Checked;
import gangway.operation.RequestSource;
import gangway.pci.FunctionFinder;
import gangway.pci.PciFunctions;
import gangway.request.RequestDraft;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** A kind of request, as it is written on a command line. */
interface RequestArguments {

  /** The options and arguments of the request. */
  CommandSpec spec();

  /**
   * The request.
   *
   * @param named finds functions by their names
   * @throws gangway.Problem of kind USAGE if the request is invalid, of kind REFUSED if the request
   *     needs the configuration and the configuration has errors
   */
  RequestDraft draft(NamedFunctions named, ParseResult arguments);

  /** A text to show with the plan, such as a new definition; empty if the plan says enough. */
  default Optional<String> text(Checked checked) {
    return Optional.empty();
  }

  /**
   * The request of a command line.
   *
   * @param configuration reads the configuration, if the request needs it
   */
  default RequestSource source(ParseResult arguments, Supplier<Configuration> configuration) {
    return new RequestSource() {
      @Override
      public RequestDraft draft(FunctionFinder all) {
        return RequestArguments.this.draft(new NamedFunctions(all, configuration), arguments);
      }

      @Override
      public List<Acceptance> accepted(PciFunctions all) {
        return AcceptOption.of(arguments, all, configuration);
      }

      @Override
      public Optional<PlanDigest> shown() {
        return DigestOption.of(arguments);
      }
    };
  }
}
