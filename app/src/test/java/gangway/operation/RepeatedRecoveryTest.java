package gangway.operation;

import static gangway.check.Requests.NOW;
import static gangway.check.Requests.hide;
import static gangway.host.GuideHost.CARD;
import static gangway.host.GuideHost.TWIN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gangway.Problem;
import gangway.host.ActingHost;
import gangway.host.ActingHost.Failure;
import gangway.host.CallFault;
import gangway.host.GuideHost;
import gangway.journal.Author;
import gangway.journal.Journal;
import gangway.journal.Operation;
import gangway.journal.Outcome;
import gangway.passthrough.PreparedRequest;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A recovery that fails is repeated. */
class RepeatedRecoveryTest {
  /** The operation must not be one that this process still works on. */
  @Test
  void anEndAsItIsThatFailsCanBeRepeated() {
    GuideHost host = new GuideHost().put("proc/sys/kernel/random/boot_id", "2f0d\n");
    Runs.killed(Runs.rehearsed(host, hide(NOW, CARD)), host.machine().killedAt(12));
    Operation left = new Journal(host.machine()).interrupted().getFirst();
    ActingHost counting = host.machine();
    for (int n = 1; new Journal(host.machine()).open().size() == 1; n++) {
      ActingHost failing =
          host.machine().failingCall(n, CallFault.noMemory(CallFault.Moment.BEFORE));
      Recovery recovery = new Recovery(failing, Author.present(counting), new RecordedProgress());
      try {
        recovery.leaveAsItIs(left);
      } catch (Problem | OutOfMemoryError failed) {
        Journal journal = new Journal(host.machine());
        assertThat(journal.interrupted()).as("call " + n).isEqualTo(journal.open());
      }
    }
    assertThat(new Journal(host.machine()).closed())
        .singleElement()
        .satisfies(one -> assertThat(one.end().orElseThrow().outcome()).isEqualTo(Outcome.LEFT));
  }

  /**
   * Only pciback may have a function that Xen may have in quarantine: a driver of dom0 could not do
   * any DMA with it. The next recovery does the rest.
   */
  @ParameterizedTest
  @EnumSource(
      value = Failure.class,
      names = {"NOT_DONE", "FAULT"})
  void aFunctionThatMayBeInQuarantineStaysInPciback(Failure how) {
    GuideHost host = new GuideHost().put("proc/sys/kernel/random/boot_id", "2f0d\n");
    SortedMap<String, String> before = host.everything();
    PreparedRequest prepared = Runs.rehearsed(host, hide(NOW, CARD, TWIN));
    int n = 1;
    while (inQuarantine(host).isEmpty()) {
      host = new GuideHost().put("proc/sys/kernel/random/boot_id", "2f0d\n");
      assertThat(Runs.killed(prepared, host.machine().killedAt(n++))).isTrue();
    }
    GuideHost killed = host;
    ActingHost failing = killed.machine().failing(1, how);

    assertThatThrownBy(() -> Runs.recovered(killed, failing))
        .isInstanceOfSatisfying(
            Problem.class, why -> assertThat(why.kind()).isEqualTo(Problem.Kind.INCONSISTENT))
        .hasMessageContaining("not undone: put 0000:09:00.0 into Xen's quarantine")
        .hasMessageContaining("nothing before that step was undone");
    assertThat(failing.linkName(Path.of("/sys/bus/pci/devices/0000:09:00.0/driver")))
        .contains("pciback");

    assertThat(recovered(killed)).containsExactly(Outcome.UNDONE);
    assertThat(killed.changesSince(before)).isEmpty();
  }

  private static List<String> inQuarantine(GuideHost host) {
    return host.everything().keySet().stream()
        .filter(name -> name.startsWith("in quarantine"))
        .toList();
  }

  private static List<Outcome> recovered(GuideHost host) {
    return Runs.recovered(host, host.machine());
  }
}
