package gangway.view;

import gangway.check.AcceptPolicy;
import gangway.check.Judgement;
import gangway.check.Verdict;
import gangway.operation.RequestOperation;
import java.util.List;
import java.util.Optional;

/**
 * The findings before an operation, the worst first: {@code check --json}.
 *
 * @param request what was checked, if it is a request
 */
public record VerdictView(Optional<RequestView> request, List<FindingView> findings)
    implements View {
  public VerdictView {
    findings = List.copyOf(findings);
  }

  /**
   * The findings of a judgement.
   *
   * @param policy which findings must not be accepted on the host
   */
  public static VerdictView of(Judgement judgement, AcceptPolicy policy) {
    return new VerdictView(
        switch (judgement) {
          case Verdict verdict -> Optional.of(RequestView.of(verdict.request()));
          case RequestOperation.Checked checked -> Optional.of(RequestView.of(checked.asked()));
          default -> Optional.empty();
        },
        judgement.findings().stream()
            .map(finding -> FindingView.of(finding, judgement.accepts(finding), policy))
            .toList());
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
