package gangway.guard;

import gangway.Problem;
import gangway.host.HotPlugs;
import gangway.host.Observer;
import gangway.journal.Claim;
import gangway.journal.Journal;
import gangway.journal.OpenOperations;
import gangway.journal.Operation;
import gangway.machine.Machine;
import gangway.pci.PciAddress;
import gangway.xen.guest.Creation;
import gangway.xen.guest.Domain;
import gangway.xen.guest.Domains;
import gangway.xen.guest.Guest;
import gangway.xen.guest.Guests;
import gangway.xen.protocol.GuestType;
import gangway.xen.protocol.PciBackend;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds what a save would do to a guest, from the guest's records. */
public final class Risks {
  private Risks() {}

  /** The running guests of a machine, sorted by domain ID. */
  public static List<GuestRisk> read(Machine machine) {
    List<GuestRisk> risks = new ArrayList<>();
    Domains domains = new Observer(machine).domains();
    OpenOperations running = new Journal(machine).running();
    List<Operation> open = running.readable();
    Optional<Risk> unknown =
        running.unreadable().stream()
            .findFirst()
            .map(one ->
                new Risk.InProgress("%s: %s".formatted(one.problem().blocker(), one.reason())));
    for (Guest guest : Guests.read(machine, domains).all()) {
      guest
          .running()
          .map(domain ->
              new GuestRisk(
                  domain,
                  guest.toolstack(),
                  unknown.orElseGet(() -> of(machine, open, guest, domain))))
          .ifPresent(risks::add);
    }
    risks.sort((a, b) -> Integer.compare(a.domain().domid(), b.domain().domid()));
    return risks;
  }

  /**
   * While an operation is in progress or interrupted, the guest's functions now do not decide. The
   * operation that saves the guest itself is no risk.
   */
  private static Optional<Risk> inProgress(List<Operation> open, Guest guest) {
    return open.stream()
        .filter(run -> run.claims().contains(new Claim.OfGuest(guest.name())))
        .filter(run -> !run.claims().contains(new Claim.OfState(guest.name())))
        .findFirst()
        .map(run -> new Risk.InProgress("'gangway %s'".formatted(run.command())));
  }

  /** A guest whose records cannot be read may have had a function. */
  private static Risk of(Machine machine, List<Operation> open, Guest guest, Domain domain) {
    return inProgress(open, guest)
        .orElseGet(() -> {
          try {
            return apartFromOperations(machine, guest, domain);
          } catch (Problem unreadable) {
            return new Risk.Unknown(unreadable.blocker());
          }
        });
  }

  /** What a save would do to a guest if no operation of Gangway were in progress. */
  public static Risk apartFromOperations(Machine machine, Guest guest, Domain domain) {
    return of(
        guest,
        domain,
        HotPlugs.read(machine, domain),
        Watched.read(machine, domain)
            .filter(watched -> watched.hadDevice() || watched.whole(machine)));
  }

  private static Risk of(Guest guest, Domain domain, HotPlugs plugs, Optional<Watched> watched) {
    List<PciAddress> has =
        domain.pci().stream()
            .flatMap(pci -> pci.entries().stream())
            .map(PciBackend.Entry::function)
            .toList();
    if (!has.isEmpty()) {
      return new Risk.Has(has);
    }
    if (domain.type() != GuestType.PV) {
      return new Risk.None("it is not a PV guest, and has no function now");
    }
    if (plugs.count() > 0) {
      return new Risk.Had(
          "Gangway attached and detached functions %s times".formatted(plugs.count()));
    }
    if (watched.isPresent()) {
      return watched.get().hadDevice()
          ? new Risk.Had("'gangway watch' saw it")
          : new Risk.None("'gangway watch' has watched it from its start");
    }
    return guest
        .creation()
        .map(_ -> ofCreation(guest, domain))
        .orElseGet(() -> new Risk.Unknown("Xen's record of its creation is missing"));
  }

  private static Risk ofCreation(Guest guest, Domain domain) {
    String note = Creation.file(domain).toString();
    return switch (guest.hotPlug()) {
      case YES -> new Risk.Unknown("it was created with hot-plug enabled (" + note + ")");
      case UNKNOWN ->
          new Risk.Unknown(
              "whether it was created with hot-plug enabled is not known (%s: e820_host, but no"
                      .formatted(note)
                  + " passthrough and no function)");
      case NO ->
          new Risk.None("it was created without passthrough, so Xen attaches none (" + note + ")");
    };
  }
}
