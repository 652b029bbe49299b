package gangway.check;

import gangway.host.SuspendedGuest;
import java.util.List;

/** All findings about the resume of a suspended guest, and the findings that are accepted. */
public record ResumeVerdict(SuspendedGuest guest, List<Finding> findings, List<Acceptance> accepted)
    implements Judgement {
  public ResumeVerdict {
    findings = List.copyOf(findings);
    accepted = List.copyOf(accepted);
  }

  public static ResumeVerdict of(SuspendedGuest guest, List<Acceptance> accepted) {
    return new ResumeVerdict(guest, ResumeChecks.of(guest), accepted);
  }
}
