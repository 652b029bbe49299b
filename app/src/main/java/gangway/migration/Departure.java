package gangway.migration;

import gangway.Problem;
import gangway.check.Verdict;
import gangway.guard.GuestRisk;
import gangway.guard.Manifest;
import gangway.guard.Risk;
import gangway.guard.Risks;
import gangway.handover.Planner;
import gangway.handover.SaveSteps;
import gangway.handover.Step;
import gangway.host.Host;
import gangway.host.HostFunction;
import gangway.host.Observer;
import gangway.host.Xen;
import gangway.machine.Machine;
import gangway.pci.Address;
import gangway.request.Request;
import gangway.request.Request.Manner;
import gangway.request.Request.Reach;
import gangway.toolstack.Domain;
import gangway.toolstack.Guest;
import gangway.toolstack.PciBackend;
import gangway.toolstack.PirqModule;
import gangway.toolstack.Toolstack;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A guest that is to leave this host, with its memory and without its devices: into a file, or to
 * another host.
 *
 * @param xen this host's hypervisor
 * @param verdict what there is to say about taking its functions; nothing if it has none
 * @param items what it has
 * @param steps those after which it has nothing, and nothing is left in its kernel
 */
record Departure(
    Guest guest,
    Optional<Xen> xen,
    Optional<Verdict> verdict,
    List<Manifest.Item> items,
    List<Step> steps) {

  /**
   * Looks at a guest.
   *
   * @param instead the command for a guest that would not survive it
   * @throws Problem of kind REFUSED if it would not survive it
   */
  static Departure of(Machine machine, String name, String instead) {
    Observer observer = new Observer(machine);
    Host host = observer.guestsOnly(observer.inventory());
    Guest guest = running(host, name);
    Domain domain = guest.running().orElseThrow();
    boolean module = needsModule(machine, domain, instead);
    List<Step> steps = new ArrayList<>();
    Optional<Verdict> verdict = Optional.empty();
    List<Address> functions =
        domain.pci().stream()
            .flatMap(pci -> pci.entries().stream())
            .map(PciBackend.Entry::function)
            .toList();
    if (!functions.isEmpty()) {
      Request detach = new Request.Detach(name, functions, Set.of(Reach.NOW), Manner.ORDERLY);
      host = observer.forRequest(host.inventory(), detach);
      verdict = Optional.of(Verdict.of(host, detach, List.of()));
      if (!verdict.get().refused()) {
        steps.addAll(Planner.plan(host, detach).steps());
      }
    }
    if (module) {
      steps.add(SaveSteps.release(domain));
    }
    return new Departure(guest, host.xen(), verdict, items(host, functions), steps);
  }

  /**
   * Looks at a guest that is to be moved, with its memory.
   *
   * @throws Problem of kind REFUSED if it would not survive it, or is libvirt's
   */
  static Departure toAnotherHost(Machine machine, String name) {
    Departure departure = of(machine, name, "gangway migrate --cold %s HOST".formatted(name));
    if (departure.guest().toolstack() != Toolstack.XL) {
      throw Problem.refused(
          "guest '%s' is libvirt's, and Gangway migrates those of xl only".formatted(name),
          "'gangway detach --now', then 'virsh migrate', then 'gangway attach --now' there");
    }
    return departure;
  }

  Domain domain() {
    return guest.running().orElseThrow();
  }

  /** Whether taking its functions is refused. */
  boolean refused() {
    return verdict.filter(Verdict::refused).isPresent();
  }

  private static Guest running(Host host, String name) {
    Guest guest =
        host.guests().named(name).stream()
            .filter(one -> one.running().isPresent())
            .findFirst()
            .orElseThrow(() ->
                Problem.refused("guest '%s' does not run".formatted(name), "see 'gangway guests'"));
    if (!guest.running().orElseThrow().supported()) {
      throw Problem.refused(
          "guest '%s' is no PV guest".formatted(name),
          "take its devices from it, and use its own toolstack");
    }
    if (guest.paused()) {
      throw Problem.refused(
          "guest '%s' is paused, and can neither let go of devices nor be stopped".formatted(name),
          "let it go on ('xl unpause', 'virsh resume'), and try again");
    }
    return guest;
  }

  /** Whether only the module in its kernel keeps it from dying, which is there then. */
  private static boolean needsModule(Machine machine, Domain domain, String instead) {
    Risk risk =
        Risks.read(machine).stream()
            .filter(one -> one.domain().domid() == domain.domid())
            .map(GuestRisk::risk)
            .findFirst()
            .orElseGet(() -> new Risk.Unknown("it was not there a moment ago"));
    if (risk.present()
        && machine.xenStore().filter(new PirqModule(domain.domid())::present).isEmpty()) {
      throw Problem.refused(
          "guest '%s' would die of it".formatted(domain.name()),
          "load the module gangway_pirq in it (docs/guest-module.md); or '%s' shuts it down, and starts"
                  .formatted(instead)
              + " it anew",
          "it " + risk,
          "and the module that mends that does not answer in its kernel");
    }
    return risk.present();
  }

  private static List<Manifest.Item> items(Host host, List<Address> functions) {
    return host.inventory()
        .present(functions)
        .map(HostFunction::function)
        .map(Manifest.Item::of)
        .toList();
  }
}
