package gangway.doctor;

import gangway.xen.guest.Domain;
import gangway.xen.guest.Guest;
import gangway.xen.toolstack.Xl;
import java.util.List;

/** Guests that exist and do not run. */
final class GuestIssues {
  private GuestIssues() {}

  static List<Issue> of(DoctorInput input) {
    return input.host().guests().all().stream()
        .filter(Guest::suspended)
        .flatMap(guest -> guest.running().map(domain -> suspended(guest, domain)).stream())
        .toList();
  }

  /**
   * Only advice: whether the guest can be resumed here is a decision of {@code gangway recover},
   * which does not trust one reading of the host.
   */
  private static Issue suspended(Guest guest, Domain domain) {
    return Issue.warns(
        "GUEST-SUSPENDED",
        "guest %s is suspended: a save or migration is in progress, or was killed"
            .formatted(guest.name()),
        List.of("xl list: domain %d has state ss".formatted(domain.domid())),
        "if the save or migration was killed, the guest stays suspended; 'xl unpause' has no effect",
        new IssueRemedy.Advice(
            ("run 'gangway recover': it resumes the guest, or says why the guest must not be"
                    + " resumed. Without Gangway: if 'pgrep -l libxl-save-help' prints nothing, no save"
                    + " or migration is in progress; make sure that the guest does not run on another"
                    + " host, then resume it: %s (takes a minute)")
                .formatted(Xl.resume(domain.domid()))));
  }
}
