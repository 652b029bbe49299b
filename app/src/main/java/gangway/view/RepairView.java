package gangway.view;

import gangway.operation.DoctorOperation;
import java.util.List;

/**
 * The result of repairs: {@code doctor --fix --json}. The members of {@code left} are members of
 * this object.
 *
 * @param failed the issues that could not be repaired
 * @param left the issues after the repairs
 */
public record RepairView(List<IssueView> repaired, List<IssueView> failed, DiagnosisView left)
    implements View {

  public RepairView {
    repaired = List.copyOf(repaired);
    failed = List.copyOf(failed);
  }

  public static RepairView of(DoctorOperation result) {
    return new RepairView(
        result.repaired().stream().map(IssueView::of).toList(),
        result.failed().stream().map(failure -> IssueView.of(failure.issue())).toList(),
        DiagnosisView.of(result.left()));
  }

  @Override
  public void writeTo(ViewWriter json) {
    json.objects("repaired", repaired);
    json.objects("failed", failed);
    left.writeTo(json);
  }
}
