package gangway.doctor;

import gangway.host.HostSnapshot;
import gangway.host.Unanswered;
import gangway.xen.guest.Guest;
import java.util.List;
import java.util.stream.Stream;

/** What the host did not answer, so that the doctor cannot know whether there are issues. */
final class UnknownIssues {
  /** The evidence stays readable up to this many lines. */
  private static final int MAX_SHOWN = 8;

  private UnknownIssues() {}

  static List<Issue> of(DoctorInput input) {
    List<String> missing =
        Stream.of(
                input.host().unanswered().stream().map(Unanswered::why),
                withoutXen(input.host()),
                input.host().guests().all().stream()
                    .filter(Guest::stateUnknown)
                    .flatMap(guest ->
                        guest.running().stream()
                            .map(domain ->
                                "'xl list' does not show the state of guest %s (domain %d)"
                                    .formatted(guest.name(), domain.domid()))))
            .flatMap(lines -> lines)
            .distinct()
            .toList();
    return missing.isEmpty() ? List.of() : List.of(issue(missing));
  }

  /** A kernel that does not show Xen has no guests. */
  private static Stream<String> withoutXen(HostSnapshot host) {
    return host.xen().isEmpty() && !host.inventory().domains().running().isEmpty()
        ? Stream.of("/sys/hypervisor/type does not name Xen, but XenStore has guests")
        : Stream.empty();
  }

  private static Issue issue(List<String> missing) {
    return Issue.warns(
        "HOST-UNKNOWN",
        "Gangway cannot query everything that every host answers",
        shown(missing),
        "doctor cannot find the problems that depend on these answers, and 'hide' and 'attach'"
            + " refuse what depends on them",
        new IssueRemedy.Advice(
            "make sure that all of this can be queried, then run 'gangway doctor' again"));
  }

  private static List<String> shown(List<String> lines) {
    return lines.size() <= MAX_SHOWN
        ? lines
        : Stream.concat(
                lines.stream().limit(MAX_SHOWN),
                Stream.of("and %d more".formatted(lines.size() - MAX_SHOWN)))
            .toList();
  }
}
