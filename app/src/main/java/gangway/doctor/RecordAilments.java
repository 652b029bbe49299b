package gangway.doctor;

import gangway.check.Checks;
import gangway.handover.Mending;
import gangway.host.Host;
import gangway.host.HostFunction;
import gangway.host.LibxlNote;
import gangway.host.Owner;
import gangway.pci.Address;
import gangway.toolstack.Assignment;
import gangway.toolstack.Domain;
import gangway.toolstack.Domains;
import gangway.toolstack.Guest;
import gangway.toolstack.PciBackend;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Records in XenStore that are not true, or not settled. */
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
                "XenStore: it names %s, state %s".formatted(entry.function(), entry.state())));
    evidence.add(gone(domid));
    return Ailment.warns(
        "RECORD-LEFT",
        "domain %d is gone, and XenStore still has its record of %s"
            .formatted(domid, functions(record)),
        evidence,
        "pciback may still hold them for that domain, and whoever reads the record takes them for"
            + " given away",
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
            "xl keeps %s for domain %d, which is gone".formatted(function, domid),
            List.of(
                "XenStore: %s is %d".formatted(LibxlNote.domidNode(function), domid), gone(domid)),
            "xl and libvirt give it to no other guest (\"is not assignable\"), and 'xl"
                + " pci-assignable-list' leaves it out",
            new Cure.Safe(Mending.forgetAssignment(function, domid)))
        .about(function);
  }

  private static void folders(Patient patient, List<Ailment> ailments) {
    for (int domid : patient.traces().domains().left()) {
      if (patient.traces().domains().lack(domid)) {
        ailments.add(
            Ailment.notes(
                "DOMAIN-LEFT",
                "XenStore still has a folder of domain %d, which is gone".formatted(domid),
                List.of("XenStore: %s has no name".formatted(Domains.path(domid)), gone(domid)),
                "whoever lists the folders takes it for a domain; a command that was about to change"
                    + " it as it was destroyed has made it anew",
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
    evidence.add("XenStore: the guest's end is " + record.get().frontend());
    for (PciBackend.Entry entry : record.get().entries()) {
      evidence.add("XenStore: it names %s, state %s".formatted(entry.function(), entry.state()));
    }
    if (guest.paused()) {
      evidence.add("xl list: domain %d is paused".formatted(domain.domid()));
    }
    return Optional.of(
        Ailment.warns(
            "HAND-OVER-STUCK",
            "a hand-over to or from guest %s has not ended".formatted(guest.name()),
            evidence,
            "until it ends nothing can be given to the guest or taken from it; what was to be taken"
                + " is nobody's, while 'xl pci-list' may still show it",
            new Cure.Advice(
                guest.paused()
                    ? "let it run (xl unpause %s), then look again".formatted(guest.name())
                    : "look again in a minute; if it is still so, the guest does not answer: shut it"
                        + " down and start it anew")));
  }

  /** One guest's record under way is told of as such; here is what else is not settled. */
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
                        "Gangway refuses to touch it; what Xen's tools would do to it nobody can"
                            + " tell")
                    .about(function.address()));
  }

  /**
   * xl gives up waiting for a guest after ten seconds and leaves the entry; what the guest answers
   * later changes dom0's end, and the entry no more.
   */
  private static Ailment letGo(HostFunction function, Domain holder, List<String> sides) {
    return Ailment.warns(
            "DETACH-HALF-DONE",
            "guest %s has let go of %s, which stays in its record"
                .formatted(holder.name(), function.address()),
            sides,
            "'xl pci-list' still shows it, and it may be given to another guest as well; one more 'xl"
                + " pci-detach' sets the record to state 7 for good",
            new Cure.Advice(
                "shut guest %s down and start it anew; its record goes with it"
                    .formatted(holder.name())))
        .about(function.address());
  }

  private static Ailment twice(HostFunction function, List<Domain> holders, List<String> sides) {
    Address address = function.address();
    List<String> without =
        holders.stream().filter(domain -> !domain.has(address)).map(Domain::name).toList();
    return Ailment.warns(
            "TWO-RECORDS",
            "%s is on record for %d guests: %s"
                .formatted(
                    address,
                    holders.size(),
                    holders.stream().map(Domain::toString).collect(Collectors.joining(", "))),
            sides,
            "one of them at most has it; taking it from either, or ending either, may reset it under"
                + " the other",
            new Cure.Advice(
                without.isEmpty() || without.size() == holders.size()
                    ? "shut down all of them but one, then look again"
                    : "shut down %s, which cannot use it, then look again"
                        .formatted(String.join(", ", without))))
        .about(address);
  }
}
