package gangway.check;

import gangway.host.HostSnapshot;
import gangway.request.Request;
import java.util.List;

/** All findings about a request, worst first, and the findings that the operator accepts. */
public record Verdict(Request request, List<Finding> findings, List<Acceptance> accepted)
    implements Judgement {

  public Verdict {
    findings = List.copyOf(findings);
    accepted = List.copyOf(accepted);
  }

  public static Verdict of(HostSnapshot host, Request request, List<Acceptance> accepted) {
    return new Verdict(request, Checks.of(host, request), accepted);
  }
}
