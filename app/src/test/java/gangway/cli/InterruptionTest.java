package gangway.cli;

import static gangway.host.GuideHost.CARD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import gangway.MemoryFolder;
import gangway.Problem;
import gangway.check.Verdict;
import gangway.host.ActingHost;
import gangway.host.GuideHost;
import gangway.host.HostSnapshot;
import gangway.journal.Journal;
import gangway.journal.Outcome;
import gangway.operation.OperationListener;
import gangway.operation.Runs;
import gangway.passthrough.PreparedRequest;
import gangway.plan.Step;
import gangway.request.Request;
import gangway.request.Request.Reach;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ctrl-C during an operation. */
class InterruptionTest {

  @Test
  void anInterruptedOperationIsUndoneBeforeTheProcessEnds(
      @TempDir(factory = MemoryFolder.class) Path folder) {
    GuideHost host = new GuideHost(folder);
    var before = host.everything();
    ActingHost machine = host.machine();
    HostSnapshot observed = host.observed();
    Request hide = new Request.Hide(List.of(GuideHost.address(CARD)), EnumSet.allOf(Reach.class));
    PreparedRequest prepared = PreparedRequest.of(observed, Verdict.of(observed, hide, List.of()));
    StoppedAfter third = new StoppedAfter(3);
    Interruption interruption = new Interruption(third);
    third.asks(interruption);

    Problem problem =
        catchThrowableOfType(Problem.class, () -> Runs.perform(prepared, machine, interruption));

    assertThat(problem.kind()).isEqualTo(Problem.Kind.FAILED);
    assertThat(problem.evidence()).anyMatch(line -> line.contains("interrupted by a signal"));
    assertThat(machine.acts()).hasSizeGreaterThan(3);
    assertThat(host.changesSince(before)).isEmpty();
    assertThat(new Journal(machine).closed().getFirst().end().orElseThrow().outcome())
        .isEqualTo(Outcome.UNDONE);
  }

  /** Interrupts the operation after some steps. */
  private static final class StoppedAfter implements OperationListener {
    @Override
    public void checked(Verdict verdict) {}

    private final int steps;
    private Runnable stop = () -> {};
    private int done;

    StoppedAfter(int steps) {
      this.steps = steps;
    }

    void asks(Interruption interruption) {
      stop = interruption::ask;
    }

    @Override
    public void begins(Step step) {}

    @Override
    public void done(Step step) {
      if (++done == steps) {
        stop.run();
      }
    }

    @Override
    public void failed(Step step, Problem why) {}

    @Override
    public void undone(Step step) {}

    @Override
    public void left(Step step, Problem why) {}
  }
}
