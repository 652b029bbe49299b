package gangway.check;

import gangway.host.Host;
import gangway.request.Request;
import java.util.List;

/**
 * All there is to say about a request, the worst first, and what of it the operator takes upon
 * himself.
 */
public record Verdict(Request request, List<Finding> findings, List<Acceptance> accepted) {

  public Verdict {
    findings = List.copyOf(findings);
    accepted = List.copyOf(accepted);
  }

  public static Verdict of(Host host, Request request, List<Acceptance> accepted) {
    return new Verdict(request, Checks.of(host, request), accepted);
  }

  /** Whether a finding that blocks was accepted. */
  public boolean accepts(Finding finding) {
    return finding.blocks() && accepted.stream().anyMatch(acceptance -> acceptance.covers(finding));
  }

  /** Whether the request is refused. */
  public boolean refused() {
    return findings.stream().anyMatch(finding -> finding.blocks() && !accepts(finding));
  }

  /** What was accepted and stands in the way of nothing here. */
  public List<Acceptance> idle() {
    return accepted.stream()
        .filter(acceptance -> findings.stream().noneMatch(acceptance::covers))
        .toList();
  }
}
