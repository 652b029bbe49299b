package gangway.view;

import gangway.doctor.Diagnosis;
import gangway.doctor.Issue;
import java.util.List;

/** The issues of a host, the worst first: {@code doctor --json}. */
public record DiagnosisView(List<IssueView> issues) implements View {
  public DiagnosisView {
    issues = List.copyOf(issues);
  }

  public static DiagnosisView of(Diagnosis diagnosis) {
    return new DiagnosisView(diagnosis.issues().stream().map(IssueView::of).toList());
  }

  /** Whether no issue is a warning. */
  public boolean healthy() {
    return issues.stream().noneMatch(issue -> issue.severity() == Issue.Severity.WARNS);
  }

  @Override
  public void writeTo(ViewWriter json) {
    json.flag("healthy", healthy());
    json.objects("issues", issues);
  }
}
