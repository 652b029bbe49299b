package gangway.operation;

import static gangway.host.GuideHost.CARD;
import static gangway.operation.ApplyOperationTest.by;
import static gangway.operation.ApplyOperationTest.killed;
import static gangway.operation.ApplyOperationTest.recovered;
import static org.assertj.core.api.Assertions.assertThat;

import gangway.Problem;
import gangway.host.ActingHost;
import gangway.host.GuideHost;
import gangway.journal.Outcome;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A guest restarts while its new device is hidden and attached in one operation. */
class RestartedGuestOfApplyTest {
  private static final DeclaredHost DECLARED =
      new DeclaredHost(
          "hide and attach",
          _ -> {},
          "format: 1\nhidden: [09:00.0]\nguests:\n  pv1: {devices: [09:00.0]}\n");

  /** The toolstack starts the guest again with the functions that it had, with another domid. */
  @Test
  void aFunctionDoesNotLeavePcibackWhileARestartedGuestHasIt() {
    int restarts = 0;
    GuideHost host = DECLARED.host();
    for (int n = 1; killed(DECLARED, host, n); n++) {
      if (has(host, 3)) {
        host.store().without("/local/domain/3").without("/local/domain/0/backend/pci/3");
        host.guest(5, "pv1").given(5, CARD);
        restarts++;
        ActingHost machine = host.machine();

        boolean done = recovered(machine).contains(Outcome.DONE);

        assertThat(has(host, 5)).as("killed at " + n).isEqualTo(done);
        if (!done) {
          assertThat(machine.acts())
              .as("killed at " + n)
              .containsSubsequence(
                  "run xl pci-detach 5 " + CARD,
                  "write " + CARD + " to /sys/bus/pci/drivers/e1000e/bind");
        }
      }
      host = DECLARED.host();
    }
    assertThat(restarts).isPositive();
  }

  /** The guest restarts with the function before a later request fails. */
  @Tag("long")
  @Test
  void anUndoNeverTakesAFunctionFromAGuest() {
    ActingHost counted = DECLARED.host().machine();
    DECLARED.perform(by(counted));
    int kept = 0;
    for (int n = 1; n <= counted.calls().size(); n++) {
      GuideHost host = DECLARED.host();
      ActingHost machine =
          host.machine()
              .beforeCall(
                  n,
                  () -> {
                    if (has(host, 3)) {
                      host.store()
                          .without("/local/domain/3")
                          .without("/local/domain/0/backend/pci/3");
                      host.guest(5, "pv1").given(5, CARD).free(1, 1, 1);
                    }
                  });
      try {
        DECLARED.perform(by(machine));
      } catch (Problem problem) {
        if (has(host, 5)) {
          kept++;
          assertThat(problem.kind()).as("at " + n).isEqualTo(Problem.Kind.INCONSISTENT);
          assertThat(machine.acts())
              .as("at " + n)
              .doesNotContain(
                  "write " + CARD + " to /sys/bus/pci/drivers/pciback/unbind",
                  "run xl pci-assignable-remove " + CARD);
        }
      }
    }
    assertThat(kept).isPositive();
  }

  private static boolean has(GuideHost host, int domid) {
    return host.store().read("/local/domain/0/backend/pci/%d/0/dev-0".formatted(domid)).isPresent();
  }
}
