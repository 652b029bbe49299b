package gangway.operation;

import static gangway.check.Requests.NOW;
import static gangway.check.Requests.detach;
import static gangway.host.GuideHost.CARD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import gangway.Problem;
import gangway.host.ActingHost;
import gangway.host.ActingHost.Failure;
import gangway.host.GuideHost;
import gangway.journal.Author;
import gangway.journal.Journal;
import gangway.journal.Outcome;
import gangway.request.RequestDraft;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Another program saves the guest when a detach must be undone: the guest gets nothing now. */
class SaveDuringUndoTest {
  private static final String SAVER = "proc/4711/cmdline";
  private static final String SAVE = "xl\0save\0pv1\0/srv/pv1.image\0";
  private static final String WAIT = "wait until the processes have ended";

  /** A request whose undo gives a function back. */
  record Case(String name, RequestDraft draft) {
    RequestOperation.Result perform(Submission by) {
      return new RequestOperation(_ -> draft).perform(by);
    }

    boolean killed(GuideHost host, int n) {
      try {
        perform(Scene.former(host.machine().killedAt(n)));
        return false;
      } catch (ActingHost.Killed killed) {
        return true;
      }
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Case> cases() {
    RequestDraft detach = RequestDraft.of(detach(NOW, "pv1", CARD));
    return Stream.of(new Case("detach", detach), new Case("unassign", detach.assignment()));
  }

  /** A later step fails, and the save has begun a moment before. */
  @ParameterizedTest
  @MethodSource("cases")
  void theUndoOfAFailedDetachWaitsForTheSave(Case one) {
    GuideHost counted = host();
    ActingHost counting = counted.machine();
    one.perform(by(counting));
    int waiting = 0;
    for (int n = 1; n <= counting.acts().size(); n++) {
      GuideHost host = host();
      ActingHost machine = host.machine().failing(n, Failure.NOT_DONE);
      int call = callOf(counting, counting.acts().get(n - 1));
      machine.beforeCall(call, () -> host.put(SAVER, SAVE));
      Problem problem = catchThrowableOfType(Problem.class, () -> one.perform(by(machine)));
      String when = "at " + counting.acts().get(n - 1);

      assertThat(gains(machine)).as(when).isEmpty();
      if (problem != null && problem.kind() == Problem.Kind.INCONSISTENT) {
        waiting++;
        mustSayWhatToWaitFor(problem, when);
        host.without("proc/4711");
        assertThat(recovered(host)).as(when).isEqualTo(Outcome.UNDONE);
        assertThat(has(host, 3)).as(when).isTrue();
      }
    }
    assertThat(waiting).isPositive();
  }

  /** The save begins after the operation was killed. */
  @ParameterizedTest
  @MethodSource("cases")
  void theRecoveryOfAKilledDetachWaitsForTheSave(Case one) {
    int waiting = 0;
    GuideHost host = host();
    for (int n = 1; one.killed(host, n); n++) {
      waiting += waits(host, 3, "killed at " + n) ? 1 : 0;
      host = host();
    }
    assertThat(waiting).isPositive();
  }

  /** The guest restarted after the kill; its new domain is saved. */
  @Test
  void aRestartedGuestGetsItsFunctionAfterTheSave() {
    // a detach alone is found done: the new domain lacks the function
    Case one = cases().filter(each -> each.draft().withDom0()).findFirst().orElseThrow();
    int waiting = 0;
    GuideHost host = host();
    for (int n = 1; one.killed(host, n); n++) {
      boolean had = has(host, 3);
      host.ended(3).guest(5, "pv1");
      if (had) {
        host.given(5, CARD);
      }
      waiting += waits(host, 5, "killed at " + n) ? 1 : 0;
      host = host();
    }
    assertThat(waiting).isPositive();
  }

  /**
   * Recovers while the domain is saved, and again after the save if the first recovery waits: the
   * domain gets nothing during the save.
   */
  private static boolean waits(GuideHost host, int domid, String when) {
    host.put(SAVER, SAVE);
    ActingHost machine = host.machine();
    boolean waits = false;
    Outcome end;
    try {
      end = recovered(machine);
    } catch (Problem problem) {
      waits = true;
      assertThat(problem.kind()).as(when).isEqualTo(Problem.Kind.INCONSISTENT);
      mustSayWhatToWaitFor(problem, when);
      host.without("proc/4711");
      end = recovered(host);
    }
    assertThat(gains(machine)).as(when).isEmpty();
    assertThat(has(host, domid)).as(when).isEqualTo(end == Outcome.UNDONE);
    return waits;
  }

  private static void mustSayWhatToWaitFor(Problem problem, String when) {
    assertThat(problem.lines() + problem.remedy())
        .as(when)
        .contains("process 4711: xl save pv1", WAIT, "gangway recover");
  }

  /** What gives a function to a guest. */
  private static List<String> gains(ActingHost machine) {
    return machine.acts().stream().filter(act -> act.contains("pci-attach")).toList();
  }

  /** The first call that performs an act. */
  private static int callOf(ActingHost counted, String act) {
    for (int n = 1; n <= counted.calls().size(); n++) {
      if (counted.call(n).contains(act)) {
        return n;
      }
    }
    throw new AssertionError(act);
  }

  private static GuideHost host() {
    return new GuideHost()
        .put("proc/sys/kernel/random/boot_id", "2f0d\n")
        .put("proc/1/cmdline", "/sbin/init\0")
        .hidden(CARD)
        .given(3, CARD);
  }

  private static boolean has(GuideHost host, int domid) {
    return host.store().read("/local/domain/0/backend/pci/%d/0/dev-0".formatted(domid)).isPresent();
  }

  private static Outcome recovered(GuideHost host) {
    return recovered(host.machine());
  }

  /** How the operation ended; undone if no operation had begun. */
  private static Outcome recovered(ActingHost machine) {
    Journal journal = new Journal(machine);
    Recovery recovery = new Recovery(machine, Author.present(machine), new UnseenProgress());
    return journal.interrupted().stream().findFirst().map(recovery::recover).orElse(Outcome.UNDONE);
  }

  private static Submission by(ActingHost machine) {
    return Submission.of(machine, List.of("test"), new UnseenProgress());
  }
}
