package gangway.view;

import java.util.List;
import java.util.Optional;

/**
 * What happened to a step of an operation.
 *
 * @param number its number in the operation, from 1 on; empty if the step is not in the plan
 * @param step what it does, in the imperative
 * @param reason why the step failed, or could not be undone
 */
public record StepEventView(
    Optional<String> operation, Optional<Integer> number, String step, List<String> reason)
    implements View {

  public StepEventView {
    reason = List.copyOf(reason);
  }

  @Override
  public void writeTo(ViewWriter json) {
    json.text("operation", operation);
    number.ifPresent(some -> json.number("number", some));
    json.text("step", step);
    if (!reason.isEmpty()) {
      json.texts("reason", reason);
    }
  }
}
