package gangway.operation;

import static gangway.host.GuideHost.CARD;
import static gangway.operation.ApplyOperationTest.by;
import static gangway.operation.ApplyOperationTest.killed;
import static gangway.operation.ApplyOperationTest.recovered;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import gangway.Problem;
import gangway.host.ActingHost;
import gangway.host.GuideHost;
import gangway.journal.Journal;
import gangway.journal.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Both guests of a device restart while the device moves from one guest to the other. */
class RestartedGuestsOfMoveTest {
  private static final DeclaredHost DECLARED =
      DeclaredHost.all()
          .filter(declared -> declared.name().contains("another guest"))
          .findFirst()
          .orElseThrow();

  /** The domain IDs after the restart, by those before. */
  private static final Map<Integer, Integer> RESTARTED = Map.of(3, 5, 4, 6);

  @Test
  void afterAKilledMoveTheRecoveryGivesTheDeviceToOneGuest() {
    int restarts = 0;
    List<String> wrong = new ArrayList<>();
    GuideHost host = DECLARED.host();
    for (int n = 1; killed(DECLARED, host, n); n++) {
      restart(host);
      restarts++;
      ActingHost machine = host.machine();
      try {
        boolean done = recovered(machine).contains(Outcome.DONE);
        if (!holders(host).equals(List.of(done ? 6 : 5))) {
          wrong.add("killed at %d: %s has it, done: %s".formatted(n, holders(host), done));
        }
      } catch (Problem problem) {
        wrong.add("killed at %d: %s".formatted(n, problem.lines()));
      }
      host = DECLARED.host();
    }
    assertThat(restarts).isPositive();
    assertThat(wrong).isEmpty();
  }

  @Test
  void afterAFailedMoveTheRecoveryGivesTheDeviceBack() {
    ActingHost counted = DECLARED.host().machine();
    DECLARED.perform(by(counted));
    List<String> wrong = new ArrayList<>();
    int recoveries = 0;
    for (int n = 1; n <= counted.calls().size(); n++) {
      GuideHost host = DECLARED.host();
      if (counted.calls().get(n - 1).reads()) {
        continue;
      }
      ActingHost machine = host.machine().beforeCall(n, () -> restart(host));
      boolean done = false;
      try {
        done = DECLARED.perform(by(machine)) instanceof ApplyOperation.Result.Done;
      } catch (Problem problem) {
        if (!new Journal(host.machine()).open().isEmpty()) {
          recoveries++;
          try {
            recovered(host.machine());
          } catch (Problem again) {
            wrong.add("at %d: %s".formatted(n, again.lines()));
          }
        }
      }
      if (!holders(host).equals(List.of(done ? 6 : 5))
          && !(done && holders(host).equals(List.of(4)))) {
        wrong.add(
            "at %d %s: %s has it, done: %s".formatted(n, counted.call(n), holders(host), done));
      }
    }
    assertThat(recoveries).isPositive();
    assertThat(wrong).isEmpty();
  }

  /** A guest that does not answer cannot be settled; the error names the command. */
  @Test
  void theErrorNamesTheCommandForAGuestThatDoesNotAnswer() {
    int named = 0;
    GuideHost host = DECLARED.host();
    for (int n = 1; killed(DECLARED, host, n); n++) {
      boolean moved = has(host, 4);
      restart(host);
      if (moved) {
        ActingHost machine = host.machine().withDeafGuests();
        Problem problem = catchThrowableOfType(Problem.class, () -> recovered(machine));
        if (problem != null) {
          named++;
          assertThat(problem.kind()).isEqualTo(Problem.Kind.INCONSISTENT);
          assertThat(problem.evidence())
              .as("killed at " + n)
              .contains("to do this by hand: gangway detach --now pv4 " + CARD);
        }
      }
      host = DECLARED.host();
    }
    assertThat(named).isPositive();
  }

  /** The toolstack starts each guest again with the functions that it had. */
  private static void restart(GuideHost host) {
    RESTARTED.forEach((before, after) -> {
      boolean had = has(host, before);
      String name = host.store().read("/local/domain/" + before + "/name").orElseThrow();
      host.store()
          .without("/local/domain/" + before)
          .without("/local/domain/0/backend/pci/" + before);
      host.guest(after, name);
      if (had) {
        host.given(after, CARD);
      }
    });
  }

  private static List<Integer> holders(GuideHost host) {
    return List.of(3, 4, 5, 6).stream().filter(domid -> has(host, domid)).toList();
  }

  private static boolean has(GuideHost host, int domid) {
    return host.store().read("/local/domain/0/backend/pci/%d/0/dev-0".formatted(domid)).isPresent();
  }
}
