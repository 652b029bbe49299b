package gangway.cli;

import gangway.cli.PrometheusText.Label;
import gangway.cli.PrometheusText.MetricType;
import gangway.doctor.Diagnosis;
import gangway.doctor.DoctorInput;
import gangway.doctor.Issue;
import gangway.doctor.Issue.Severity;
import gangway.host.Health;
import gangway.host.HostFunction;
import gangway.host.HostSnapshot;
import gangway.host.HotPlugs;
import gangway.host.Owner;
import gangway.journal.Journal;
import gangway.journal.OpenOperations;
import gangway.pci.PciAddress;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The metrics of a host. Every sample that a rule can be about exists, also with the number 0; but
 * an unknown number has no sample, and counts in {@code gangway_unanswered}.
 */
final class HostMetrics {
  private static final List<String> OWNERS =
      List.of("dom0", "none", "pciback", "guest", "starting", "inconsistent");

  private final PrometheusText text = new PrometheusText();

  private HostMetrics() {}

  /** The lines of the text. */
  static List<String> of(DoctorInput input, Journal journal) {
    HostMetrics metrics = new HostMetrics();
    metrics.functions(input.host());
    metrics.unanswered(input);
    metrics.issues(Diagnosis.of(input));
    metrics.operations(journal);
    metrics.hotPlugs(input.host());
    metrics.errors(input.host());
    return metrics.text.lines();
  }

  private void functions(HostSnapshot host) {
    SortedMap<String, Long> counts =
        counted(host.inventory().stream().map(HostFunction::owner).map(HostMetrics::word));
    text.metric(MetricType.GAUGE, "gangway_functions", "PCI functions of the host, by owner.");
    OWNERS.forEach(owner -> text.sample(counts.getOrDefault(owner, 0L), new Label("owner", owner)));
    text.sample(host.inventory().functions().unread().size(), new Label("owner", "unknown"));
  }

  /** Then other metrics may be too low, or have no samples. */
  private void unanswered(DoctorInput input) {
    text.metric(
            MetricType.GAUGE,
            "gangway_unanswered",
            "Facts that every host tells and that could not be read from this host.")
        .sample(input.unanswered().size());
  }

  private static SortedMap<String, Long> counted(Stream<String> words) {
    SortedMap<String, Long> counts = new TreeMap<>();
    words.forEach(word -> counts.merge(word, 1L, Long::sum));
    return counts;
  }

  private static String word(Owner owner) {
    return switch (owner) {
      case Owner.Dom0 _ -> "dom0";
      case Owner.Nobody _ -> "none";
      case Owner.Pciback _ -> "pciback";
      case Owner.Guest _ -> "guest";
      case Owner.Arriving _ -> "starting";
      case Owner.Inconsistent _ -> "inconsistent";
    };
  }

  private void issues(Diagnosis diagnosis) {
    text.metric(
        MetricType.GAUGE, "gangway_issues", "Issues that gangway doctor finds, by severity.");
    SortedMap<String, Long> severities =
        counted(diagnosis.issues().stream().map(Issue::severity).map(HostMetrics::word));
    for (Severity severity : Severity.values()) {
      String word = word(severity);
      text.sample(severities.getOrDefault(word, 0L), new Label("severity", word));
    }
    text.metric(MetricType.GAUGE, "gangway_issue", "Issues that gangway doctor finds, by code.");
    counted(diagnosis.issues().stream().map(Issue::code))
        .forEach((code, count) -> text.sample(count, new Label("code", code)));
  }

  private static String word(Severity severity) {
    return switch (severity) {
      case WARNS -> "warning";
      case NOTES -> "note";
    };
  }

  private void operations(Journal journal) {
    OpenOperations open = journal.running();
    long interrupted = journal.interrupted(open).size();
    text.metric(MetricType.GAUGE, "gangway_operations", "Operations that have not ended, by state.")
        .sample(open.readable().size() - interrupted, new Label("state", "in_progress"))
        .sample(interrupted, new Label("state", "interrupted"))
        .sample(open.unreadable().size(), new Label("state", "unreadable"));
  }

  private void hotPlugs(HostSnapshot host) {
    text.metric(
        MetricType.COUNTER,
        "gangway_hotplugs_total",
        "Functions that Gangway attached to and detached from a running guest since its start.");
    new TreeMap<>(host.hotPlugs())
        .forEach((domid, hotPlugs) ->
            hotPlugs
                .known()
                .ifPresent(count ->
                    text.sample(
                        count,
                        new Label("domid", Integer.toString(domid)),
                        new Label("guest", hotPlugs.guest().name()))));
    text.metric(
            MetricType.GAUGE,
            "gangway_hotplugs_limit",
            "Hot-plugs in a short time after which the kernel of a guest may fail.")
        .sample(HotPlugs.MAX_IN_A_SHORT_TIME);
  }

  /** Of the functions that pciback holds, and of the bridges above them. */
  private void errors(HostSnapshot host) {
    text.metric(
        MetricType.COUNTER,
        "gangway_pci_errors_total",
        "PCI Express errors (AER) of hidden functions and of the bridges above them.");
    new TreeMap<>(host.inspections())
        .forEach((address, inspection) -> errors(address, inspection.health()));
  }

  private void errors(PciAddress address, Health health) {
    Map<String, List<String>> kinds = new TreeMap<>();
    kinds.put("fatal", health.fatal());
    kinds.put("nonfatal", health.nonFatal());
    kinds.put("correctable", health.correctable());
    kinds.forEach((severity, counters) -> {
      for (String counter : counters) {
        String[] words = counter.split(" ", 2);
        text.sample(
            new BigInteger(words[1]),
            new Label("address", address.toString()),
            new Label("severity", severity),
            new Label("error", words[0]));
      }
    });
  }
}
