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
   * Only advice: Gangway cannot know whether another program is saving the guest, or whether the
   * guest runs on another host by now, where it uses the same disks.
   */
  private static Issue suspended(Guest guest, Domain domain) {
    return Issue.warns(
        "GUEST-SUSPENDED",
        "guest %s is suspended: a save or migration is in progress, or was killed"
            .formatted(guest.name()),
        List.of("xl list: domain %d has state ss".formatted(domain.domid())),
        "if the save or migration was killed, the guest stays suspended; 'xl unpause' has no effect",
        new IssueRemedy.Advice(
            ("if 'pgrep -l libxl-save-help' prints nothing, no save or migration is in progress:"
                    + " run 'gangway recover'; if the guest stays suspended, make sure that it does"
                    + " not run on another host, then resume it: %s (takes a minute)")
                .formatted(Xl.resume(domain.domid()))));
  }
}
