package gangway.cli;

import gangway.plan.Plan;
import gangway.plan.Step;
import gangway.view.PlannedView;
import gangway.view.StepEventView;
import gangway.view.StepView;
import gangway.view.StepView.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The steps of a command's operations, and what happened to each. */
final class RecordedSteps {
  private final List<Recorded> all = new ArrayList<>();

  private static final class Recorded {
    private final Optional<String> operation;
    private final Optional<Integer> number;
    private final Step step;
    private State state = State.PLANNED;
    private final List<String> reason = new ArrayList<>();

    Recorded(Optional<String> operation, Optional<Integer> number, Step step) {
      this.operation = operation;
      this.number = number;
      this.step = step;
    }

    /** Whether the step is not undone, although it could be. */
    boolean lasts() {
      return !step.undo().isEmpty()
          && (state == State.BEGUN || state == State.DONE || state == State.NOT_UNDONE);
    }

    StepView view(State shown) {
      return StepView.of(operation, number, step, shown, reason);
    }
  }

  /**
   * Adds the steps of a plan.
   *
   * @param operation the id of the operation; empty if the plan is not performed
   */
  PlannedView plan(Optional<String> operation, Plan plan) {
    List<StepView> added = new ArrayList<>();
    for (Step step : plan.all()) {
      Recorded recorded = new Recorded(operation, Optional.of(added.size() + 1), step);
      all.add(recorded);
      added.add(recorded.view(State.PLANNED));
    }
    return new PlannedView(operation, added);
  }

  /**
   * Notes what happened to a step.
   *
   * @param reason why it failed, or could not be undone; empty otherwise
   */
  StepEventView note(Step step, State state, List<String> reason) {
    Recorded recorded = latest(step);
    recorded.state = state;
    recorded.reason.addAll(reason);
    return new StepEventView(recorded.operation, recorded.number, step.says(), reason);
  }

  /** Finds the step by identity: two steps of a plan can be equal. */
  @SuppressWarnings("ReferenceEquality")
  private Recorded latest(Step step) {
    for (Recorded recorded : all.reversed()) {
      if (recorded.step == step) {
        return recorded;
      }
    }
    Recorded unplanned = new Recorded(Optional.empty(), Optional.empty(), step);
    all.add(unplanned);
    return unplanned;
  }

  /** The number of steps so far. */
  int size() {
    return all.size();
  }

  /** Whether some of the steps after the first ones have begun, and all of these were undone. */
  boolean undoneAfter(int first) {
    List<Recorded> begun =
        all.stream().skip(first).filter(recorded -> recorded.state != State.PLANNED).toList();
    return !begun.isEmpty() && begun.stream().noneMatch(Recorded::lasts);
  }

  /** The steps at the end of the command. */
  List<StepView> views() {
    return all.stream()
        .map(recorded ->
            recorded.view(
                recorded.state == State.PLANNED && recorded.operation.isPresent()
                    ? State.SKIPPED
                    : recorded.state))
        .toList();
  }
}
