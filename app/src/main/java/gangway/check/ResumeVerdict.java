package gangway.check;

import gangway.host.SuspendedGuest;
import java.util.List;

/** All findings about the resume of a suspended guest, and the findings that are accepted. */
public record ResumeVerdict(
    SuspendedGuest guest, List<Finding> findings, List<Acceptance> accepted) {
  public ResumeVerdict {
    findings = List.copyOf(findings);
    accepted = List.copyOf(accepted);
  }

  public static ResumeVerdict of(SuspendedGuest guest, List<Acceptance> accepted) {
    return new ResumeVerdict(guest, ResumeChecks.of(guest), accepted);
  }

  /** Whether a finding blocks and the operator accepts it. */
  public boolean accepts(Finding finding) {
    return finding.blocks() && accepted.stream().anyMatch(acceptance -> acceptance.covers(finding));
  }

  /** Whether the guest stays suspended: at least one blocking finding is not accepted. */
  public boolean refused() {
    return findings.stream().anyMatch(finding -> finding.blocks() && !accepts(finding));
  }

  /** The acceptances that match no finding about this guest. */
  public List<Acceptance> idle() {
    return accepted.stream()
        .filter(acceptance -> findings.stream().noneMatch(acceptance::covers))
        .toList();
  }
}
