package gangway.doctor;

import gangway.check.Checks;
import gangway.handover.Mending;
import gangway.host.Host;
import gangway.host.HostFunction;
import gangway.host.LibxlNote;
import gangway.host.Owner;
import gangway.pci.Address;
import gangway.xen.guest.Domain;
import gangway.xen.guest.Domains;
import gangway.xen.guest.Guest;
import gangway.xen.protocol.Assignment;
import gangway.xen.protocol.PciBackend;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Records in XenStore that are stale or incomplete. */
final class RecordAilments {
  private RecordAilments() {}

  static List<Ailment> of(Patient patient) {
    List<Ailment> ailments = new ArrayList<>();
    left(patient, ailments);
    assignments(patient, ailments);
    folders(patient, ailments);
    for (Guest guest : patient.host().guests().all()) {
      guest.running().flatMap(domain -> stuck(guest, domain)).ifPresent(ailments::add);
    }
    patient.host().inventory().stream()
        .filter(function -> function.owner() instanceof Owner.Inconsistent)
        .forEach(function -> unsettled(patient.host(), function).ifPresent(ailments::add));
    return ailments;
  }

  private static void left(Patient patient, List<Ailment> ailments) {
    patient
        .host()
        .inventory()
        .domains()
        .left()
        .forEach((domid, record) -> {
          if (patient.traces().domains().lack(domid)) {
            ailments.add(left(domid, record));
          }
        });
  }

  private static Ailment left(int domid, PciBackend record) {
    List<String> evidence = new ArrayList<>();
    evidence.add("XenStore: %s/state is %s".formatted(PciBackend.path(domid), record.backend()));
    record
        .entries()
        .forEach(entry ->
            evidence.add(
                "XenStore: entry of %s, state %s".formatted(entry.function(), entry.state())));
    evidence.add(gone(domid));
    return Ailment.warns(
        "RECORD-LEFT",
        "domain %d is gone, but XenStore still has its record of %s"
            .formatted(domid, functions(record)),
        evidence,
        "pciback may still hold the functions for this domain; programs that read the record"
            + " treat them as assigned",
        new Cure.Safe(Mending.forgetRecord(domid, record)));
  }

  private static String functions(PciBackend record) {
    return record.entries().isEmpty()
        ? "functions"
        : record.entries().stream()
            .map(entry -> entry.function().toString())
            .collect(Collectors.joining(", "));
  }

  private static void assignments(Patient patient, List<Ailment> ailments) {
    patient
        .traces()
        .noted()
        .forEach((function, note) ->
            note.domid()
                .filter(domid -> patient.traces().domains().lack(domid))
                .ifPresent(domid -> ailments.add(assignment(function, domid))));
  }

  private static Ailment assignment(Address function, int domid) {
    return Ailment.warns(
            "ASSIGNMENT-LEFT",
            "%s is still assigned to domain %d in libxl's records, but the domain is gone"
                .formatted(function, domid),
            List.of(
                "XenStore: %s is %d".formatted(LibxlNote.domidNode(function), domid), gone(domid)),
            "xl and libvirt assign it to no other guest (\"is not assignable\"), and 'xl"
                + " pci-assignable-list' does not list it",
            new Cure.Safe(Mending.forgetAssignment(function, domid)))
        .about(function);
  }

  private static void folders(Patient patient, List<Ailment> ailments) {
    for (int domid : patient.traces().domains().left()) {
      if (patient.traces().domains().lack(domid)) {
        ailments.add(
            Ailment.notes(
                "DOMAIN-LEFT",
                "XenStore still has a directory of domain %d, which is gone".formatted(domid),
                List.of("XenStore: %s has no name".formatted(Domains.path(domid)), gone(domid)),
                "programs that list these directories treat it as a domain; usually a command"
                    + " wrote to it while the domain was destroyed",
                new Cure.Safe(Mending.forgetDomain(domid))));
      }
    }
  }

  private static String gone(int domid) {
    return "neither XenStore nor 'xl list' has a domain " + domid;
  }

  private static Optional<Ailment> stuck(Guest guest, Domain domain) {
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
        Ailment.warns(
            "HAND-OVER-STUCK",
            "an attach or detach of guest %s has not ended".formatted(guest.name()),
            evidence,
            "until it ends, no function can be attached to or detached from the guest; a function"
                + " in detach has no owner, although 'xl pci-list' may still show it",
            new Cure.Advice(
                guest.paused()
                    ? "unpause the guest (xl unpause %s), then run 'gangway doctor' again"
                        .formatted(guest.name())
                    : "run 'gangway doctor' again in a minute; if the issue remains, the guest does"
                        + " not answer: shut it down and start it again")));
  }

  /** Other inconsistencies; a record in the middle of an attach or detach is {@link #stuck}. */
  private static Optional<Ailment> unsettled(Host host, HostFunction function) {
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
                : Ailment.of(
                        finding,
                        "Gangway refuses to change it; the effect of Xen's tools on it is unknown")
                    .about(function.address()));
  }

  /**
   * xl stops waiting for a guest after ten seconds and leaves the entry. A later answer of the
   * guest changes the state of dom0's backend, but no longer the entry.
   */
  private static Ailment letGo(HostFunction function, Domain holder, List<String> sides) {
    return Ailment.warns(
            "DETACH-HALF-DONE",
            "guest %s has released %s, but its record still has the entry"
                .formatted(holder.name(), function.address()),
            sides,
            "'xl pci-list' still shows it, and it can be attached to another guest as well; another"
                + " 'xl pci-detach' leaves the record in state 7 forever",
            new Cure.Advice(
                "shut guest %s down and start it again; this removes the record"
                    .formatted(holder.name())))
        .about(function.address());
  }

  private static Ailment twice(HostFunction function, List<Domain> holders, List<String> sides) {
    Address address = function.address();
    List<String> without =
        holders.stream().filter(domain -> !domain.has(address)).map(Domain::name).toList();
    return Ailment.warns(
            "TWO-RECORDS",
            "%s is in the records of %d guests: %s"
                .formatted(
                    address,
                    holders.size(),
                    holders.stream().map(Domain::toString).collect(Collectors.joining(", "))),
            sides,
            "at most one of them has it; a detach from one, or the end of one, may reset the device"
                + " while the other uses it",
            new Cure.Advice(
                without.isEmpty() || without.size() == holders.size()
                    ? "shut down all of them except one, then run 'gangway doctor' again"
                    : "shut down %s, which cannot use it, then run 'gangway doctor' again"
                        .formatted(String.join(", ", without))))
        .about(address);
  }
}
