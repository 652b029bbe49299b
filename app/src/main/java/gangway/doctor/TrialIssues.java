package gangway.doctor;

import gangway.check.Checks;
import java.util.List;

/** The issue of a trial boot that is not finished. */
final class TrialIssues {
  private TrialIssues() {}

  static List<Issue> of(DoctorInput input) {
    return Checks.openTrial(input.host()).stream()
        .map(finding -> Issue.of(finding, "no other command changes what boots hide"))
        .toList();
  }
}
