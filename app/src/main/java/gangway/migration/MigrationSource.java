package gangway.migration;

import gangway.Problem;
import gangway.check.Verdict;
import gangway.guard.GuestRisk;
import gangway.guard.Risk;
import gangway.guard.Risks;
import gangway.guard.SavedGuestNote;
import gangway.host.HostFunction;
import gangway.host.HostSnapshot;
import gangway.host.Observer;
import gangway.host.Xen;
import gangway.machine.Machine;
import gangway.passthrough.Planner;
import gangway.passthrough.SavedByOthers;
import gangway.pci.PciAddress;
import gangway.plan.Step;
import gangway.request.Request;
import gangway.request.Request.Manner;
import gangway.request.Request.Reach;
import gangway.xen.definition.Toolstack;
import gangway.xen.guest.Domain;
import gangway.xen.guest.Guest;
import gangway.xen.guest.PirqModule;
import gangway.xen.protocol.PciBackend;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A guest that leaves this host with its memory and without its devices: into a file, or to another
 * host.
 *
 * @param xen the hypervisor of this host
 * @param verdict the findings about the detach of its functions; empty if it has none
 * @param items the functions that it has
 * @param steps the steps that detach everything and clear its kernel's leftovers
 */
record MigrationSource(
    Guest guest,
    Optional<Xen> xen,
    Optional<Verdict> verdict,
    List<SavedGuestNote.Item> items,
    List<Step> steps) {
  MigrationSource {
    items = List.copyOf(items);
    steps = List.copyOf(steps);
  }

  /**
   * Inspects a guest.
   *
   * @param instead the command to suggest for a guest that would not survive
   * @throws Problem of kind REFUSED if the guest would not survive
   */
  static MigrationSource of(Machine machine, String name, String instead) {
    Observer observer = new Observer(machine);
    HostSnapshot host = observer.guestsOnly(observer.inventory());
    Guest guest = running(host, name);
    Domain domain = guest.running().orElseThrow();
    SavedByOthers.mustNotBe(machine, domain.domid());
    boolean module = needsModule(machine, domain, instead);
    List<Step> steps = new ArrayList<>();
    Optional<Verdict> verdict = Optional.empty();
    List<PciAddress> functions =
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
    return new MigrationSource(guest, host.xen(), verdict, items(host, functions), steps);
  }

  /**
   * Inspects a guest that is to be migrated with its memory.
   *
   * @throws Problem of kind REFUSED if the guest would not survive, or is managed by libvirt
   */
  static MigrationSource toAnotherHost(Machine machine, String name) {
    MigrationSource departure = of(machine, name, "gangway migrate --cold %s HOST".formatted(name));
    if (departure.guest().toolstack() != Toolstack.XL) {
      throw Problem.refused(
          "guest '%s' is managed by libvirt; Gangway migrates only guests of xl".formatted(name),
          "run 'gangway detach --now', then 'virsh migrate', then 'gangway attach --now' on the"
              + " other host");
    }
    return departure;
  }

  Domain domain() {
    return guest.running().orElseThrow();
  }

  /** Whether the detach of its functions is refused. */
  boolean refused() {
    return verdict.filter(Verdict::refused).isPresent();
  }

  private static Guest running(HostSnapshot host, String name) {
    Guest guest = RunningGuest.named(host.guests(), name);
    if (!guest.running().orElseThrow().supported()) {
      throw Problem.refused(
          "guest '%s' is not a PV guest".formatted(name),
          "detach its devices, and use the commands of its toolstack");
    }
    RunningGuest.mustAnswer(
        guest, "it can neither release devices nor suspend", "'xl unpause' or 'virsh resume'");
    return guest;
  }

  /** Whether the guest survives only because its kernel has the module, which is present then. */
  private static boolean needsModule(Machine machine, Domain domain, String instead) {
    Risk risk =
        Risks.read(machine).stream()
            .filter(one -> one.domain().domid() == domain.domid())
            .map(GuestRisk::risk)
            .findFirst()
            .orElseGet(() -> new Risk.Unknown("it started a moment ago"));
    if (risk.present()
        && machine.xenStore().filter(new PirqModule(domain.domid())::present).isEmpty()) {
      throw Problem.refused(
          "guest '%s' would crash on resume".formatted(domain.name()),
          "load the kernel module gangway_pirq in the guest (docs/guest-module.md); or run '%s', which shuts the guest down and boots it again"
              .formatted(instead),
          "it " + risk,
          "the kernel module gangway_pirq does not answer in the guest");
    }
    return risk.present();
  }

  private static List<SavedGuestNote.Item> items(HostSnapshot host, List<PciAddress> functions) {
    return host.inventory()
        .present(functions)
        .map(HostFunction::function)
        .map(SavedGuestNote.Item::of)
        .toList();
  }
}
