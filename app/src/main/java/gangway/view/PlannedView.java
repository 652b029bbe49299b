package gangway.view;

import java.util.List;
import java.util.Optional;

/**
 * The plan of an operation, before its first step.
 *
 * @param operation the id of the operation in the journal; empty with {@code --dry-run}
 */
public record PlannedView(Optional<String> operation, List<StepView> steps) implements View {
  public PlannedView {
    steps = List.copyOf(steps);
  }

  @Override
  public void writeTo(ViewWriter json) {
    json.text("operation", operation);
    json.objects("steps", steps);
  }
}
