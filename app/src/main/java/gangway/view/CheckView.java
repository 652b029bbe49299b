package gangway.view;

import gangway.check.AcceptPolicy;
import gangway.operation.PlanDigest;
import gangway.operation.RequestOperation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a request would do: {@code check --json}.
 *
 * @param verdict the findings
 * @param steps the steps of the plan; empty if the request is refused, or if there is nothing to do
 * @param digest identifies request, findings and plan, for {@code --digest}
 * @param command the words of the command line that performs the request
 */
public record CheckView(
    VerdictView verdict, List<StepView> steps, PlanDigest digest, List<String> command)
    implements View {
  public CheckView {
    steps = List.copyOf(steps);
    command = List.copyOf(command);
  }

  /**
   * The answer for a request that was planned.
   *
   * @param policy which findings must not be accepted on the host
   */
  public static CheckView of(RequestOperation.Planned planned, AcceptPolicy policy) {
    RequestOperation.Checked checked = planned.checked();
    List<StepView> steps = new ArrayList<>();
    planned
        .plan()
        .all()
        .forEach(step ->
            steps.add(
                StepView.of(
                    Optional.empty(),
                    Optional.of(steps.size() + 1),
                    step,
                    StepView.State.PLANNED,
                    List.of())));
    return new CheckView(
        VerdictView.of(checked, policy),
        steps,
        planned.digest(),
        CommandWords.of(checked.asked(), checked.accepted()));
  }

  @Override
  public void writeTo(ViewWriter json) {
    verdict.writeTo(json);
    json.objects("steps", steps);
    json.text("digest", digest.toString());
    json.texts("command", command);
  }
}
