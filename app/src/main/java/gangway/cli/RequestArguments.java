package gangway.cli;

import gangway.check.Acceptance;
import gangway.operation.RequestOperation.Checked;
import gangway.operation.RequestSource;
import gangway.pci.PciFunctions;
import gangway.request.RequestDraft;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** A kind of request, as it is written on a command line. */
interface RequestArguments {

  /** The options and arguments of the request. */
  CommandSpec spec();

  /**
   * The request.
   *
   * @param all the functions of the host
   * @throws gangway.Problem of kind USAGE if the request is invalid
   */
  RequestDraft draft(PciFunctions all, ParseResult arguments);

  /** A text to show with the plan, such as a new definition; empty if the plan says enough. */
  default Optional<String> text(Checked checked) {
    return Optional.empty();
  }

  /** The request of a command line. */
  default RequestSource source(ParseResult arguments) {
    return new RequestSource() {
      @Override
      public RequestDraft draft(PciFunctions all) {
        return RequestArguments.this.draft(all, arguments);
      }

      @Override
      public List<Acceptance> accepted(PciFunctions all) {
        return AcceptOption.of(arguments, all);
      }
    };
  }
}
