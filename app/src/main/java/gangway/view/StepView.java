package gangway.view;

import gangway.plan.Action;
import gangway.plan.Step;
import java.util.List;
import java.util.Optional;

/**
 * A step of a plan.
 *
 * @param operation the id of the operation in the journal; empty if the step is only planned
 * @param number its number in the operation, from 1 on; empty if the step is not in the plan
 * @param step what it does, in the imperative
 * @param doneWhen the condition that proves the step
 * @param undo the actions that undo the step; empty if the step is never undone
 * @param undoneWhen the condition that proves the undo
 * @param reason why the step failed, or could not be undone
 */
public record StepView(
    Optional<String> operation,
    Optional<Integer> number,
    String step,
    List<String> actions,
    String doneWhen,
    List<String> undo,
    Optional<String> undoneWhen,
    State state,
    List<String> reason)
    implements View {

  /** What is known of a step. */
  public enum State {
    /** It would be performed, or will be. */
    PLANNED,
    /** It was not necessary, or the operation ended before it. */
    SKIPPED,
    /** It has begun; how it ended is not known. */
    BEGUN,
    /** It is done, and verified. */
    DONE,
    /** It failed, and was not undone because it changed nothing, or because it is never undone. */
    FAILED,
    UNDONE,
    /** It could not be undone. */
    NOT_UNDONE
  }

  public StepView {
    actions = List.copyOf(actions);
    undo = List.copyOf(undo);
    reason = List.copyOf(reason);
  }

  public static StepView of(
      Optional<String> operation,
      Optional<Integer> number,
      Step step,
      State state,
      List<String> reason) {
    return new StepView(
        operation,
        number,
        step.says(),
        texts(step.acts()),
        step.after().toString(),
        texts(step.undo()),
        step.undo().isEmpty() ? Optional.empty() : Optional.of(step.before().toString()),
        state,
        reason);
  }

  private static List<String> texts(List<Action> actions) {
    return actions.stream().map(Object::toString).toList();
  }

  @Override
  public void writeTo(ViewWriter json) {
    json.text("operation", operation);
    json.text("step", step);
    number.ifPresent(some -> json.number("number", some));
    json.texts("actions", actions);
    json.text("doneWhen", doneWhen);
    json.texts("undo", undo);
    json.text("undoneWhen", undoneWhen);
    json.text("state", Words.of(state));
    json.texts("reason", reason);
  }
}
