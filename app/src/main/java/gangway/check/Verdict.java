package gangway.check;

import gangway.host.HostSnapshot;
import gangway.request.Request;
import java.util.List;

/** All findings about a request, worst first, and the findings that the operator accepts. */
public record Verdict(Request request, List<Finding> findings, List<Acceptance> accepted) {

  public Verdict {
    findings = List.copyOf(findings);
    accepted = List.copyOf(accepted);
  }

  public static Verdict of(HostSnapshot host, Request request, List<Acceptance> accepted) {
    return new Verdict(request, Checks.of(host, request), accepted);
  }

  /** Whether a finding blocks and the operator accepts it. */
  public boolean accepts(Finding finding) {
    return finding.blocks() && accepted.stream().anyMatch(acceptance -> acceptance.covers(finding));
  }

  /** Whether the request is refused: at least one blocking finding is not accepted. */
  public boolean refused() {
    return findings.stream().anyMatch(finding -> finding.blocks() && !accepts(finding));
  }

  /** The acceptances that match no finding of this request. */
  public List<Acceptance> idle() {
    return accepted.stream()
        .filter(acceptance -> findings.stream().noneMatch(acceptance::covers))
        .toList();
  }
}
