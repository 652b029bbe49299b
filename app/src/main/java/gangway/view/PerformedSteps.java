package gangway.view;

import gangway.journal.Event;
import gangway.journal.Journal;
import gangway.journal.Operation;
import gangway.operation.Features;
import gangway.plan.Step;
import gangway.plan.UndoRecord;
import gangway.view.StepView.State;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The steps of an operation in the journal, and what happened to each.
 *
 * @param all in the order of their numbers
 */
record PerformedSteps(List<PerformedStep> all) {
  /**
   * A step.
   *
   * @param number in the operation, from 1 on
   * @param reason why the step failed, or could not be undone
   */
  record PerformedStep(int number, Step step, State state, List<String> reason) {
    PerformedStep {
      reason = List.copyOf(reason);
    }

    /** Whether the step may have changed something, also if that was undone. */
    boolean begun() {
      return state != State.PLANNED && state != State.SKIPPED;
    }
  }

  PerformedSteps {
    all = List.copyOf(all);
  }

  /**
   * The steps of an operation; empty if the journal does not have the plan, or has one that this
   * version of Gangway does not understand.
   */
  static Optional<PerformedSteps> of(Operation operation, Journal journal) {
    Optional<String> plan =
        operation.end().isPresent() ? journal.pastPlan(operation) : journal.plan(operation);
    return plan.flatMap(PerformedSteps::read).map(steps -> of(operation, steps));
  }

  private static Optional<List<Step>> read(String plan) {
    try {
      return Optional.of(Features.PLANS.parse(plan, UndoRecord.class).plan().all());
    } catch (IllegalArgumentException ofAnotherVersion) {
      return Optional.empty();
    }
  }

  private static PerformedSteps of(Operation operation, List<Step> steps) {
    State initial = operation.end().isPresent() ? State.SKIPPED : State.PLANNED;
    Map<Integer, State> states = new HashMap<>();
    Map<Integer, List<String>> reasons = new HashMap<>();
    for (Operation.Entry entry : operation.entries()) {
      switch (entry.event()) {
        case Event.Begins(int step) -> states.put(step, State.BEGUN);
        case Event.Done(int step) -> states.put(step, State.DONE);
        case Event.Undone(int step) -> states.put(step, State.UNDONE);
        case Event.Failed(int step, var why) -> {
          states.put(step, State.FAILED);
          reasons.computeIfAbsent(step, _ -> new ArrayList<>()).addAll(why);
        }
        case Event.Left(int step, var why) -> {
          states.put(step, State.NOT_UNDONE);
          reasons.computeIfAbsent(step, _ -> new ArrayList<>()).addAll(why);
        }
        default -> {}
      }
    }
    List<PerformedStep> performed = new ArrayList<>();
    for (int number = 1; number <= steps.size(); number++) {
      performed.add(
          new PerformedStep(
              number,
              steps.get(number - 1),
              states.getOrDefault(number, initial),
              reasons.getOrDefault(number, List.of())));
    }
    return new PerformedSteps(performed);
  }

  /** The steps as a report has them. */
  List<StepView> views(String operation) {
    return all.stream()
        .map(one ->
            StepView.of(
                Optional.of(operation),
                Optional.of(one.number()),
                one.step(),
                one.state(),
                one.reason()))
        .toList();
  }
}
