package gangway.operation;

import static gangway.check.Requests.NOW;
import static gangway.check.Requests.hide;
import static gangway.host.GuideHost.CARD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import gangway.Problem;
import gangway.host.ActingHost;
import gangway.host.GuideHost;
import gangway.journal.Author;
import gangway.journal.Claim;
import gangway.journal.OperationWriter;
import gangway.request.RequestDraft;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a request claims before it is checked. */
class RequestOperationTest {
  private static final String VIRTUAL = "0000:09:10.0";

  @Test
  void hidingAPhysicalFunctionClaimsItsVirtualFunctions() {
    GuideHost host =
        new GuideHost()
            .function("0000:00:1c.0/" + VIRTUAL, "8086:10ca", "20000", "igbvf")
            .virtual(CARD, VIRTUAL);
    ActingHost machine = host.machine();
    Claim claim = new Claim.OfFunction(GuideHost.address(VIRTUAL));
    OperationWriter.begin(
        machine, Author.present(machine), List.of("attach", "pv1", VIRTUAL), Set.of(claim));
    Problem problem =
        catchThrowableOfType(
            Problem.class,
            () ->
                new RequestOperation(_ -> RequestDraft.of(hide(NOW, CARD)))
                    .perform(Submission.of(machine, List.of("hide", CARD), new UnseenProgress())));
    assertThat(problem.kind()).isEqualTo(Problem.Kind.REFUSED);
    assertThat(problem.blocker()).contains(VIRTUAL);
  }
}
