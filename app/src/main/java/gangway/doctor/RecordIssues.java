package gangway.doctor;

import gangway.check.Checks;
import gangway.host.HostFunction;
import gangway.host.HostSnapshot;
import gangway.host.Owner;
import gangway.pci.PciAddress;
import gangway.xen.guest.Domain;
import gangway.xen.guest.Domains;
import gangway.xen.guest.Guest;
import gangway.xen.guest.LibxlNote;
import gangway.xen.protocol.Assignment;
import gangway.xen.protocol.PciBackend;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Records in XenStore that are stale or incomplete. */
final class RecordIssues {
  private RecordIssues() {}

  static List<Issue> of(DoctorInput input) {
    List<Issue> issues = new ArrayList<>();
    left(input, issues);
    assignments(input, issues);
    folders(input, issues);
    for (Guest guest : input.host().guests().all()) {
      guest.running().flatMap(domain -> stuck(guest, domain)).ifPresent(issues::add);
    }
    input.host().inventory().stream()
        .filter(function -> function.owner() instanceof Owner.Inconsistent)
        .forEach(function -> unsettled(input.host(), function).ifPresent(issues::add));
    return issues;
  }

  private static void left(DoctorInput input, List<Issue> issues) {
    input
        .host()
        .inventory()
        .domains()
        .left()
        .forEach((domid, record) -> {
          if (input.traces().domains().lack(domid)) {
            issues.add(left(domid, record));
          }
        });
  }

  private static Issue left(int domid, PciBackend record) {
    List<String> evidence = new ArrayList<>();
    evidence.add("XenStore: %s/state is %s".formatted(PciBackend.path(domid), record.backend()));
    record
        .entries()
        .forEach(entry ->
            evidence.add(
                "XenStore: entry of %s, state %s".formatted(entry.function(), entry.state())));
    evidence.add(gone(domid));
    return Issue.warns(
        "RECORD-LEFT",
        "domain %d is gone, but XenStore still has its record of %s"
            .formatted(domid, functions(record)),
        evidence,
        "pciback may still hold the functions for this domain; programs that read the record"
            + " treat them as assigned",
        new IssueRemedy.Safe(Repairs.forgetRecord(domid, record)));
  }

  private static String functions(PciBackend record) {
    return record.entries().isEmpty()
        ? "functions"
        : record.entries().stream()
            .map(entry -> entry.function().toString())
            .collect(Collectors.joining(", "));
  }

  private static void assignments(DoctorInput input, List<Issue> issues) {
    input
        .traces()
        .noted()
        .forEach((function, note) ->
            note.domid()
                .filter(domid -> input.traces().domains().lack(domid))
                .ifPresent(domid -> issues.add(assignment(function, domid))));
  }

  private static Issue assignment(PciAddress function, int domid) {
    return Issue.warns(
            "ASSIGNMENT-LEFT",
            "%s is still assigned to domain %d in libxl's records, but the domain is gone"
                .formatted(function, domid),
            List.of(
                "XenStore: %s is %d".formatted(LibxlNote.domidNode(function), domid), gone(domid)),
            "xl and libvirt assign it to no other guest (\"is not assignable\"), and 'xl"
                + " pci-assignable-list' does not list it",
            new IssueRemedy.Safe(Repairs.forgetAssignment(function, domid)))
        .about(function);
  }

  private static void folders(DoctorInput input, List<Issue> issues) {
    for (int domid : input.traces().domains().left()) {
      if (input.traces().domains().lack(domid)) {
        issues.add(
            Issue.notes(
                "DOMAIN-LEFT",
                "XenStore still has a directory of domain %d, which is gone".formatted(domid),
                List.of("XenStore: %s has no name".formatted(Domains.path(domid)), gone(domid)),
                "programs that list these directories treat it as a domain; usually a command"
                    + " wrote to it while the domain was destroyed",
                new IssueRemedy.Safe(Repairs.forgetDomain(domid))));
      }
    }
  }

  private static String gone(int domid) {
    return "neither XenStore nor 'xl list' has a domain " + domid;
  }

  private static Optional<Issue> stuck(Guest guest, Domain domain) {
    Optional<PciBackend> record = domain.inProgress();
    if (record.isEmpty()) {
      return Optional.empty();
    }
    List<String> evidence = new ArrayList<>();
    String node = PciBackend.path(domain.domid());
    evidence.add("XenStore: %s/state is %s".formatted(node, record.get().backend()));
    evidence.add("XenStore: the guest's state is " + record.get().frontend());
    for (PciBackend.Entry entry : record.get().entries()) {
      evidence.add("XenStore: entry of %s, state %s".formatted(entry.function(), entry.state()));
    }
    if (guest.paused()) {
      evidence.add("xl list: domain %d is paused".formatted(domain.domid()));
    }
    return Optional.of(
        Issue.warns(
            "HAND-OVER-STUCK",
            "an attach or detach of guest %s has not ended".formatted(guest.name()),
            evidence,
            "until it ends, no function can be attached to or detached from the guest; a function"
                + " in detach has no owner, although 'xl pci-list' may still show it",
            new IssueRemedy.Advice(
                guest.paused()
                    ? "unpause the guest (xl unpause %s), then run 'gangway doctor' again"
                        .formatted(guest.name())
                    : "run 'gangway doctor' again in a minute; if the issue remains, the guest does"
                        + " not answer: shut it down and start it again")));
  }

  /** Other inconsistencies; a record in the middle of an attach or detach is {@link #stuck}. */
  private static Optional<Issue> unsettled(HostSnapshot host, HostFunction function) {
    List<Domain> holders = host.inventory().domains().holding(function.address()).toList();
    if (holders.size() > 1) {
      return Checks.unsettled(function)
          .map(finding -> twice(function, holders, finding.evidence()));
    }
    Domain holder = holders.getFirst();
    if (holder.inProgress().isPresent()) {
      return Optional.empty();
    }
    boolean released =
        holder.assignment(function.address()).equals(Optional.of(Assignment.RELEASED));
    return Checks.unsettled(function)
        .map(finding ->
            released
                ? letGo(function, holder, finding.evidence())
                : Issue.of(
                        finding,
                        "Gangway refuses to change it; the effect of Xen's tools on it is unknown")
                    .about(function.address()));
  }

  /**
   * xl stops waiting for a guest after ten seconds and leaves the entry. A later answer of the
   * guest changes the state of dom0's backend, but no longer the entry.
   */
  private static Issue letGo(HostFunction function, Domain holder, List<String> sides) {
    return Issue.warns(
            "DETACH-HALF-DONE",
            "guest %s has released %s, but its record still has the entry"
                .formatted(holder.name(), function.address()),
            sides,
            "'xl pci-list' still shows it, and it can be attached to another guest as well; another"
                + " 'xl pci-detach' leaves the record in state 7 forever",
            new IssueRemedy.Advice(
                "shut guest %s down and start it again; this removes the record"
                    .formatted(holder.name())))
        .about(function.address());
  }

  private static Issue twice(HostFunction function, List<Domain> holders, List<String> sides) {
    PciAddress address = function.address();
    List<String> without =
        holders.stream().filter(domain -> !domain.has(address)).map(Domain::name).toList();
    return Issue.warns(
            "TWO-RECORDS",
            "%s is in the records of %d guests: %s"
                .formatted(
                    address,
                    holders.size(),
                    holders.stream().map(Domain::toString).collect(Collectors.joining(", "))),
            sides,
            "at most one of them has it; a detach from one, or the end of one, may reset the device"
                + " while the other uses it",
            new IssueRemedy.Advice(
                without.isEmpty() || without.size() == holders.size()
                    ? "shut down all of them except one, then run 'gangway doctor' again"
                    : "shut down %s, which cannot use it, then run 'gangway doctor' again"
                        .formatted(String.join(", ", without))))
        .about(address);
  }
}
