package gangway.guard;

import gangway.host.HotPlugs;
import gangway.host.Observer;
import gangway.journal.Claim;
import gangway.journal.Journal;
import gangway.journal.Run;
import gangway.machine.Machine;
import gangway.pci.Address;
import gangway.toolstack.Creation;
import gangway.toolstack.Domain;
import gangway.toolstack.Domains;
import gangway.toolstack.Guest;
import gangway.toolstack.GuestType;
import gangway.toolstack.Guests;
import gangway.toolstack.PciBackend;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Finds what saving a guest would do to it, from what is on record of the guest. */
public final class Risks {
  private Risks() {}

  /** The guests that run on a machine, by their numbers. */
  public static List<GuestRisk> read(Machine machine) {
    List<GuestRisk> risks = new ArrayList<>();
    Domains domains = new Observer(machine).inventory().domains();
    Journal journal = new Journal(machine);
    List<Run> open = journal.open();
    Optional<Risk> unknown =
        journal.unreadable().stream()
            .findFirst()
            .map(one -> new Risk.InHand("%s: %s".formatted(one.problem().blocker(), one.reason())));
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
    risks.sort(Comparator.comparingInt(risk -> risk.domain().domid()));
    return risks;
  }

  /**
   * What it has now is no matter while a run changes that, or left it half-way; but for the run
   * that is to save it.
   */
  private static Optional<Risk> inHand(List<Run> open, Guest guest) {
    return open.stream()
        .filter(run -> run.claims().contains(new Claim.OfGuest(guest.name())))
        .filter(run -> !run.claims().contains(new Claim.OfState(guest.name())))
        .findFirst()
        .map(run -> new Risk.InHand("'gangway %s' has not ended".formatted(run.command())));
  }

  private static Risk of(Machine machine, List<Run> open, Guest guest, Domain domain) {
    return inHand(open, guest)
        .orElseGet(() ->
            of(
                guest,
                domain,
                HotPlugs.read(machine, domain),
                Watched.read(machine, domain)
                    .filter(watched -> watched.hadDevice() || watched.whole(machine))));
  }

  private static Risk of(Guest guest, Domain domain, HotPlugs plugs, Optional<Watched> watched) {
    List<Address> has =
        domain.pci().stream()
            .flatMap(pci -> pci.entries().stream())
            .map(PciBackend.Entry::function)
            .toList();
    if (!has.isEmpty()) {
      return new Risk.Has(has);
    }
    if (domain.type() != GuestType.PV) {
      return new Risk.None("it is no PV guest, and has none now");
    }
    if (plugs.count() > 0) {
      return new Risk.Had("Gangway gave and took functions %d times".formatted(plugs.count()));
    }
    if (watched.isPresent()) {
      return watched.get().hadDevice()
          ? new Risk.Had("'gangway watch' saw it")
          : new Risk.None("'gangway watch' has seen it from its start");
    }
    return guest
        .creation()
        .map(creation -> ofCreation(domain, creation))
        .orElseGet(() -> new Risk.Unknown("there is no note of how it was made"));
  }

  private static Risk ofCreation(Domain domain, Creation creation) {
    String note = Creation.file(domain).toString();
    return creation.hotPlug()
        ? new Risk.Unknown("it was made so that it can be given one while it runs (" + note + ")")
        : new Risk.None("it was made without passthrough, and Xen gives it none (" + note + ")");
  }
}
