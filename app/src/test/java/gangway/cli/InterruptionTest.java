package gangway.cli;

import static gangway.host.GuideHost.CARD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import gangway.MemoryFolder;
import gangway.Problem;
import gangway.check.Judgement;
import gangway.check.Verdict;
import gangway.host.ActingHost;
import gangway.host.GuideHost;
import gangway.host.HostSnapshot;
import gangway.journal.Journal;
import gangway.journal.Outcome;
import gangway.operation.OperationListener;
import gangway.operation.Runs;
import gangway.operation.UnseenProgress;
import gangway.passthrough.PreparedRequest;
import gangway.plan.Plan;
import gangway.plan.Step;
import gangway.request.Request;
import gangway.request.Request.Reach;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

  @Test
  void anOperationInterruptedInItsLastStepIsUndoneUnlessItsPlanHasACompletion() {
    Plan undoable = new Plan(List.of());
    Plan lasting = new Plan(List.of(), List.of());
    Interruption interruption = new Interruption(new UnseenProgress());
    interruption.stepsDone(undoable);

    interruption.ask();

    assertThatThrownBy(() -> interruption.stepsDone(undoable))
        .hasMessageContaining("interrupted by a signal");
    interruption.stepsDone(lasting);
    interruption.ask();
    assertThatCode(() -> interruption.stepsDone(undoable))
        .as("what follows the point of no return is completed too")
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void theLastStepIsUndoneIfTheInterruptionComesWithIt(boolean last) {
    GuideHost host = new GuideHost();
    var before = host.everything();
    ActingHost machine = host.machine();
    HostSnapshot observed = host.observed();
    Request hide = new Request.Hide(List.of(GuideHost.address(CARD)), EnumSet.of(Reach.NOW));
    PreparedRequest prepared = PreparedRequest.of(observed, Verdict.of(observed, hide, List.of()));
    StoppedAfter stop = new StoppedAfter(last ? prepared.plan().steps().size() : 1);
    Interruption interruption = new Interruption(stop);
    stop.asks(interruption);

    assertThatThrownBy(() -> Runs.perform(prepared, machine, interruption))
        .hasMessageContaining("everything is as it was before");

    assertThat(host.changesSince(before)).isEmpty();
  }

  /** Interrupts the operation after some steps. */
  private static final class StoppedAfter implements OperationListener {
    @Override
    public void checked(Judgement judgement) {}

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
