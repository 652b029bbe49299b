package gangway.knowledge;

import static gangway.check.Requests.BOTH;
import static gangway.check.Requests.LASTING;
import static gangway.check.Requests.NOW;
import static gangway.check.Requests.attach;
import static gangway.check.Requests.detach;
import static gangway.check.Requests.hide;
import static gangway.check.Requests.unhide;

import gangway.Problem;
import gangway.check.Checks;
import gangway.check.Finding;
import gangway.doctor.Diagnosis;
import gangway.doctor.DoctorInput;
import gangway.doctor.Issue;
import gangway.host.HostSnapshot;
import gangway.host.Observer;
import gangway.machine.Machine;
import gangway.request.Request;
import gangway.xen.guest.Guest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What Gangway reports about a host: the findings about requests for each function, without those
 * that have none, and the issues of doctor.
 */
record Reported(Map<Request, List<Finding>> findings, List<Issue> issues) {

  /** What is reported about a machine that can be observed. */
  static Reported of(Machine machine) {
    HostSnapshot host = new Observer(machine).host();
    Map<Request, List<Finding>> findings = new LinkedHashMap<>();
    for (Request request : requests(host)) {
      List<Finding> found = Checks.of(host, request);
      if (!found.isEmpty()) {
        findings.put(request, found);
      }
    }
    return new Reported(findings, Diagnosis.of(DoctorInput.seen(machine)).issues());
  }

  boolean isNothing() {
    return findings.isEmpty() && issues.isEmpty();
  }

  /** Whether a request is refused unless something is accepted. */
  static boolean blocks(List<Finding> findings) {
    return findings.stream().anyMatch(Finding::blocks);
  }

  /**
   * What disappears without a replacement on a machine that tells less. A command that ends because
   * the machine cannot be observed reports this.
   */
  List<Lost> lostOn(Machine less) {
    List<Lost> lost = new ArrayList<>();
    if (!findings.isEmpty()) {
      observed(less)
          .ifPresent(host ->
              findings.forEach((request, before) -> {
                List<Finding> now = Checks.of(host, request);
                if (blocks(before) && !blocks(now)) {
                  lost.add(new Lost(Lost.BLOCK, false, request.toString()));
                }
                before.stream()
                    .filter(finding -> !Replacements.has(now, before, finding))
                    .map(finding -> Lost.of(finding, request))
                    .forEach(lost::add);
              }));
    }
    if (!issues.isEmpty()) {
      diagnosed(less)
          .ifPresent(now ->
              issues.stream()
                  .filter(issue -> !Replacements.has(now, issue))
                  .map(Lost::of)
                  .forEach(lost::add));
    }
    return lost;
  }

  private static Optional<HostSnapshot> observed(Machine machine) {
    try {
      return Optional.of(new Observer(machine).host());
    } catch (Problem refused) {
      return Optional.empty();
    }
  }

  private static Optional<List<Issue>> diagnosed(Machine machine) {
    try {
      return Optional.of(Diagnosis.of(DoctorInput.seen(machine)).issues());
    } catch (Problem refused) {
      return Optional.empty();
    }
  }

  private static List<Request> requests(HostSnapshot host) {
    List<String> guests = host.guests().all().stream().map(Guest::name).distinct().toList();
    List<Request> requests = new ArrayList<>();
    host.inventory()
        .functions()
        .forEach(function -> {
          String address = function.address().toString();
          requests.add(hide(NOW, address));
          requests.add(hide(LASTING, address));
          requests.add(unhide(BOTH, address));
          for (String guest : guests) {
            requests.add(attach(BOTH, guest, address));
            requests.add(detach(BOTH, guest, address));
          }
        });
    return requests;
  }
}
