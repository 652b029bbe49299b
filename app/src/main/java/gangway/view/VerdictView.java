package gangway.view;

import gangway.check.Verdict;
import java.util.List;

/** A request and its findings, the worst first: {@code check --json}. */
public record VerdictView(RequestView request, List<FindingView> findings) implements View {
  public VerdictView {
    findings = List.copyOf(findings);
  }

  public static VerdictView of(Verdict verdict) {
    return new VerdictView(
        RequestView.of(verdict.request()),
        verdict.findings().stream().map(finding -> FindingView.of(finding, verdict)).toList());
  }

  /** Whether the command would be refused, with the findings that were accepted. */
  public boolean refused() {
    return findings.stream().anyMatch(FindingView::refuses);
  }

  @Override
  public void writeTo(ViewWriter json) {
    json.object("request", request);
    json.flag("refused", refused());
    json.objects("findings", findings);
  }
}
