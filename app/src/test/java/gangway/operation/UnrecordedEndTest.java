package gangway.operation;

import static gangway.check.Requests.NOW;
import static gangway.check.Requests.hide;
import static gangway.host.GuideHost.CARD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import gangway.Problem;
import gangway.check.Verdict;
import gangway.host.ActingHost;
import gangway.host.ActingHost.Failure;
import gangway.host.GuideHost;
import gangway.host.HostSnapshot;
import gangway.journal.Author;
import gangway.journal.Journal;
import gangway.journal.Outcome;
import gangway.passthrough.PreparedRequest;
import gangway.plan.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;

/** The disk becomes full before the journal can record the end of an operation. */
class UnrecordedEndTest {
  private final GuideHost host = new GuideHost().put("proc/sys/kernel/random/boot_id", "2f0d\n");
  private final SortedMap<String, String> before = host.everything();
  private final PreparedRequest prepared = prepared();

  private PreparedRequest prepared() {
    HostSnapshot observed = host.observed();
    return PreparedRequest.of(observed, Verdict.of(observed, hide(NOW, CARD), List.of()));
  }

  /** Fills the disk after the last step, or when a step has failed. */
  private final class Filling extends UnseenProgress {
    private final ActingHost machine;
    private final List<Outcome> unrecorded = new ArrayList<>();
    private int done;

    Filling(ActingHost machine) {
      this.machine = machine;
    }

    @Override
    public void done(Step step) {
      done++;
      if (done == prepared.plan().steps().size()) {
        machine.withFullDisk("no file of this name");
      }
    }

    @Override
    public void failed(Step step, Problem why) {
      machine.withFullDisk("no file of this name");
    }

    @Override
    public void unrecorded(Outcome outcome, Problem why) {
      unrecorded.add(outcome);
    }
  }

  @Test
  void whatIsDoneIsNotReportedAsFailed() {
    ActingHost machine = host.machine();
    Filling progress = new Filling(machine);

    Runs.perform(prepared, machine, progress);

    assertThat(progress.unrecorded).containsExactly(Outcome.DONE);
    SortedMap<String, String> after = host.everything();
    assertThat(host.changesSince(before)).isNotEmpty();
    assertThat(recovered()).containsExactly(Outcome.DONE);
    assertThat(host.changesSince(after)).isEmpty();
  }

  @Test
  void whatIsUndoneIsReportedWithItsReason() {
    ActingHost machine = host.machine().failing(3, Failure.NOT_DONE);
    Filling progress = new Filling(machine);

    Problem problem =
        catchThrowableOfType(Problem.class, () -> Runs.perform(prepared, machine, progress));

    assertThat(problem.kind()).isEqualTo(Problem.Kind.FAILED);
    assertThat(problem.blocker()).isEqualTo("failed; everything is as it was before");
    assertThat(progress.unrecorded).containsExactly(Outcome.UNDONE);
    assertThat(host.changesSince(before)).isEmpty();
    assertThat(recovered()).containsExactly(Outcome.UNDONE);
    assertThat(host.changesSince(before)).isEmpty();
  }

  /** The disk has space again, and another process recovers. */
  private List<Outcome> recovered() {
    ActingHost machine = host.machine();
    Recovery recovery = new Recovery(machine, Author.present(machine), new UnseenProgress());
    Journal journal = new Journal(machine);
    List<Outcome> outcomes = journal.interrupted().stream().map(recovery::recover).toList();
    assertThat(journal.open()).isEmpty();
    return outcomes;
  }
}
