package gangway.doctor;

import gangway.check.Checks;
import gangway.check.Finding;
import gangway.host.FunctionInspection;
import gangway.host.HostSnapshot;
import gangway.host.TakenAtBoot;
import gangway.pci.PciAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What the next boot takes from dom0 although dom0 cannot run, or cannot be reached, without it:
 * the worst issues of a host.
 */
final class NeededIssues {
  private NeededIssues() {}

  static List<Issue> of(DoctorInput input) {
    HostSnapshot host = input.host();
    TakenAtBoot taken = TakenAtBoot.of(host.inventory());
    List<Issue> issues = new ArrayList<>();
    Checks.bootList(host).stream()
        .filter(finding -> finding.function().isPresent())
        .collect(
            Collectors.groupingBy(
                finding -> finding.function().orElseThrow(), TreeMap::new, Collectors.toList()))
        .forEach((function, findings) -> issues.add(needed(host, taken, function, findings)));
    return issues;
  }

  private static Issue needed(
      HostSnapshot host, TakenAtBoot taken, PciAddress function, List<Finding> findings) {
    Optional<TakenAtBoot.Setting> setting =
        taken.at(function).or(() -> physical(host, taken, function));
    return Issue.warns(
            "HIDE-LIST-NEEDED",
            "the next boot takes %s from dom0, but dom0 needs it: %s"
                .formatted(
                    function,
                    findings.stream().map(Finding::sentence).collect(Collectors.joining("; "))),
            findings.stream().flatMap(finding -> finding.evidence().stream()).distinct().toList(),
            "dom0 may not boot, may not be reachable, or has no console after the next boot",
            new IssueRemedy.Advice(
                "%s, or %s"
                    .formatted(
                        setting
                            .map(TakenAtBoot.Setting::remedy)
                            .orElse("remove the setting that the evidence names"),
                        findings.getFirst().remedy())))
        .about(function);
  }

  /** The setting that takes the function with which a virtual function disappears. */
  private static Optional<TakenAtBoot.Setting> physical(
      HostSnapshot host, TakenAtBoot taken, PciAddress virtual) {
    return taken.functions().stream()
        .filter(function ->
            host.inspection(function)
                .map(FunctionInspection::details)
                .filter(details -> details.virtualFunctions().contains(virtual))
                .isPresent())
        .findFirst()
        .flatMap(taken::at);
  }
}
