package gangway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import gangway.host.ActingHost;
import gangway.host.CallFault;
import gangway.host.CallFault.Moment;
import gangway.host.GuideHost;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** After a fault of the program, the exit code tells whether the host may be changed. */
class FaultExitCodeTest {
  private static GuideHost host() {
    return new GuideHost().put("proc/sys/kernel/random/boot_id", "2f0d\n");
  }

  private static ExitCode run(ActingHost machine) {
    return JsonCase.run(machine, List.of("shutdown-policy", "pv1", "save")).exit();
  }

  @Test
  void aFaultThatChangesNothingIsNotToldAsAChange() {
    GuideHost whole = host();
    ActingHost counted = whole.machine();
    assertThat(run(counted)).isEqualTo(ExitCode.DONE);
    Set<ExitCode> unchanged = Set.of(ExitCode.FAILED, ExitCode.REFUSED);
    for (int n : IntStream.rangeClosed(1, counted.calls().size()).toArray()) {
      GuideHost host = host();
      SortedMap<String, String> before = host.everything();
      ExitCode exit = run(host.machine().failingCall(n, CallFault.noMemory(Moment.BEFORE)));
      assertThat(exit == ExitCode.DONE || unchanged.contains(exit))
          .as("%s: %s", counted.call(n), exit)
          .isTrue();
      assertThat(host.changesSince(exit == ExitCode.DONE ? whole.everything() : before))
          .as(counted.call(n))
          .isEmpty();
    }
  }
}
