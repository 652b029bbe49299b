package gangway.cli;

import static gangway.cli.RecoverSuspendedGuestsTest.run;
import static gangway.cli.RecoverSuspendedGuestsTest.suspended;
import static org.assertj.core.api.Assertions.assertThat;

import gangway.host.ActingHost;
import gangway.host.ActingHost.Failure;
import gangway.host.CallFault;
import gangway.host.GuideHost;
import gangway.journal.Journal;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code gangway recover} is killed, or something fails, while it resumes a suspended guest. */
class RecoverSuspendedGuestsFaultsTest {
  private final GuideHost host = suspended();

  @ParameterizedTest
  @ValueSource(strings = {"NOT_DONE", "SILENT"})
  void ifXlDoesNotResumeTheGuestTheGuestIsAsBefore(Failure failure) {
    Run run = run(host.machine().failing(1, failure), "recover");

    assertThat(run.exit()).as(run.err()).isEqualTo(ExitCode.FAILED);
    assertThat(run.err()).contains("guest pv1 (domain 3) is suspended, and was not resumed");
    assertThat(host.suspended()).containsExactly("3");
    assertThat(new Journal(host.machine()).open()).isEmpty();
  }

  /** xl resumes the guest also if its save fails. */
  @Test
  void ifTheGuestRunsTheExitCodeOfXlDoesNotCount() {
    Run run = run(host.machine().failing(1, Failure.DONE_ALL_THE_SAME), "recover");
    assertThat(run.exit()).as(run.err()).isEqualTo(ExitCode.DONE);
    assertThat(host.suspended()).isEmpty();
  }

  /** The exit code is 0 only if the guest runs. */
  @Tag("long")
  @Test
  void theExitCodeIsTrueIfAnyCallFails() {
    ActingHost whole = suspended().machine();
    run(whole, "recover");
    for (int n = 1; n <= whole.calls().size(); n++) {
      for (CallFault fault : CallFault.all()) {
        theExitCodeIsTrue(n, fault);
      }
    }
  }

  private static void theExitCodeIsTrue(int n, CallFault fault) {
    GuideHost failing = suspended();
    Run run = run(failing.machine().failingCall(n, fault), "recover");
    if (run.exit() == ExitCode.DONE || run.exit() == ExitCode.INCONSISTENT) {
      Run again = run(failing::machine, "recover");
      assertThat(again.exit()).as(run.err() + again.err()).isEqualTo(ExitCode.DONE);
      assertThat(failing.suspended()).as(run.err()).isEmpty();
    } else {
      assertThat(failing.suspended()).as(run.err()).containsExactly("3");
    }
  }

  @Test
  void aKilledRecoveryCanBeRepeated() {
    int n = 1;
    for (; ; n++) {
      GuideHost killed = suspended();
      ActingHost machine = killed.machine().killedAt(n).leavingItsCommand();
      if (!killed(machine)) {
        break;
      }
      Run run = run(killed::machine, "recover");
      assertThat(run.exit()).as("killed at %d: %s", n, run.err()).isEqualTo(ExitCode.DONE);
      assertThat(killed.suspended()).as("killed at " + n).isEmpty();
      assertThat(run(killed::machine, "recover").out()).contains("nothing to recover");
    }
    assertThat(n).isGreaterThan(5);
  }

  private static boolean killed(ActingHost machine) {
    try {
      run(() -> machine, "recover");
      return machine.wasKilled();
    } catch (ActingHost.Killed killed) {
      return true;
    }
  }
}
