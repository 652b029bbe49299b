package gangway.operation;

import static gangway.check.Requests.NOW;
import static gangway.check.Requests.detach;
import static gangway.host.GuideHost.CARD;
import static gangway.host.GuideHost.TWIN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import gangway.Problem;
import gangway.host.ActingHost;
import gangway.host.GuideHost;
import gangway.journal.Author;
import gangway.journal.Journal;
import gangway.journal.Operation;
import gangway.request.Request;
import gangway.request.RequestDraft;
import gangway.xen.guest.Domains;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Guests restart before an interrupted operation is recovered, and one takes a function. */
class TakenFunctionTest {
  private static final Request DETACH = detach(NOW, "pv1", CARD, TWIN);

  /** The host at the first point at which the guest has only one of the functions any more. */
  private static GuideHost interrupted() {
    for (int n = 1; ; n++) {
      GuideHost host = new GuideHost().put("proc/sys/kernel/random/boot_id", "2f0d\n");
      AssignedHost.given(host);
      assertThat(killed(host, n)).isTrue();
      if (Domains.read(host.store()).holding(GuideHost.address(CARD)).findAny().isEmpty()) {
        return host;
      }
    }
  }

  private static boolean killed(GuideHost host, int n) {
    try {
      new RequestOperation(_ -> RequestDraft.of(DETACH))
          .perform(Scene.former(host.machine().killedAt(n)));
      return false;
    } catch (ActingHost.Killed killed) {
      return true;
    }
  }

  private static void recover(ActingHost machine) {
    Recovery recovery = new Recovery(machine, Author.present(machine), new UnseenProgress());
    for (Operation left : new Journal(machine).interrupted()) {
      recovery.recover(left);
    }
  }

  @Test
  void theRecoveryIsNotCompleteIfAnotherGuestHasTheFunction() {
    GuideHost host = interrupted();
    host.ended(3).guest(5, "pv1").given(5, TWIN).guest(6, "pv2").given(6, CARD);

    Problem problem = catchThrowableOfType(Problem.class, () -> recover(host.machine()));

    assertThat(problem.kind()).isEqualTo(Problem.Kind.INCONSISTENT);
    assertThat(problem.lines())
        .anyMatch(line -> line.contains("pv2"))
        .anyMatch(l -> l.contains(CARD));
    assertThat(new Journal(host.machine()).open()).hasSize(1);
  }

  /** The guests are in XenStore, and only their functions are read to verify the result. */
  @Test
  void theFunctionsOfTheMachineAreNotListedForThoseOfAGuest() {
    GuideHost host = interrupted();
    host.ended(3).guest(5, "pv1").given(5, CARD, TWIN);
    ActingHost machine = host.machine();

    recover(machine);

    assertThat(IntStream.rangeClosed(1, machine.calls().size()).mapToObj(machine::call))
        .filteredOn(call -> call.contains("what=list /sys/bus/pci/devices]"))
        .isEmpty();
  }
}
