package gangway.operation;

import gangway.check.Acceptance;
import gangway.pci.FunctionFinder;
import gangway.pci.PciFunctions;
import gangway.request.RequestDraft;
import java.util.List;
import java.util.Optional;

/** A request as a front end has it, such as a command line: functions are named as users do. */
public interface RequestSource {

  /**
   * The request.
   *
   * @param functions finds the functions of the host
   * @throws gangway.Problem of kind USAGE if the request is invalid
   */
  RequestDraft draft(FunctionFinder functions);

  /**
   * The findings that the user accepts.
   *
   * @param functions the functions of the host
   * @throws gangway.Problem of kind USAGE if an acceptance is invalid
   */
  default List<Acceptance> accepted(PciFunctions functions) {
    return List.of();
  }

  /**
   * The plan that was shown to the user, if the request must be refused when it would do something
   * else.
   *
   * @throws gangway.Problem of kind USAGE if it is invalid
   */
  default Optional<PlanDigest> shown() {
    return Optional.empty();
  }
}
