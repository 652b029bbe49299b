package gangway.migration;

import gangway.Problem;
import gangway.check.Request;
import gangway.check.Request.Manner;
import gangway.check.Request.Reach;
import gangway.check.Verdict;
import gangway.guard.Manifest;
import gangway.guard.Risk;
import gangway.guard.Risks;
import gangway.handover.Plan;
import gangway.handover.Planner;
import gangway.handover.SaveSteps;
import gangway.handover.Step;
import gangway.host.Host;
import gangway.host.HostFunction;
import gangway.host.Observer;
import gangway.machine.Machine;
import gangway.pci.Address;
import gangway.toolstack.Domain;
import gangway.toolstack.Guest;
import gangway.toolstack.PciBackend;
import gangway.toolstack.PirqModule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A guest that is to be saved: what is taken from it before, and the steps from here to there.
 *
 * @param verdict what there is to say about taking its functions; nothing if it has none
 * @param plan the steps; none if taking its functions is refused
 */
public record Saving(Optional<Verdict> verdict, List<Address> functions, Plan plan) {
  private static final Plan NO_STEPS = new Plan(List.of());

  /**
   * Looks at a guest and at the place for its state.
   *
   * @throws Problem of kind REFUSED if it cannot be saved, or not there
   */
  public static Saving of(Machine machine, String name, ImagePlace place) {
    Observer observer = new Observer(machine);
    Host host = observer.hostWithoutUse(observer.inventory(), List.of());
    Guest guest = running(host, name);
    Domain domain = guest.running().orElseThrow();
    boolean module = needsModule(machine, domain);
    place.mustTake(machine, domain);
    List<Address> functions =
        domain.pci().stream()
            .flatMap(pci -> pci.entries().stream())
            .map(PciBackend.Entry::function)
            .toList();
    List<Step> steps = new ArrayList<>();
    Optional<Verdict> verdict = Optional.empty();
    if (!functions.isEmpty()) {
      host = observer.hostWithoutUse(host.inventory(), functions);
      Request detach = new Request.Detach(name, functions, Set.of(Reach.NOW), Manner.ORDERLY);
      verdict = Optional.of(Verdict.of(host, detach, List.of()));
      if (verdict.get().refused()) {
        return new Saving(verdict, functions, NO_STEPS);
      }
      steps.addAll(Planner.plan(host, detach).steps());
    }
    SaveSteps save = SaveSteps.of(machine, domain, guest.toolstack(), place.image());
    if (module) {
      steps.add(save.release());
    }
    Manifest manifest = Manifest.now(name, items(host, functions));
    steps.add(SaveSteps.note(Manifest.file(place.image()), manifest.text()));
    steps.addAll(save.save());
    return new Saving(verdict, functions, new Plan(steps));
  }

  /** Whether taking its functions is refused. */
  public boolean refused() {
    return verdict.filter(Verdict::refused).isPresent();
  }

  private static Guest running(Host host, String name) {
    Guest guest =
        host.guests().named(name).stream()
            .filter(one -> one.running().isPresent())
            .findFirst()
            .orElseThrow(() ->
                Problem.refused(
                    "guest '%s' does not run, so there is nothing to save".formatted(name),
                    "see 'gangway guests'"));
    if (!guest.running().orElseThrow().paravirtualized()) {
      throw Problem.refused(
          "guest '%s' is no PV guest, and Gangway saves only those".formatted(name),
          "save it with its own toolstack, once it has no device");
    }
    if (guest.paused()) {
      throw Problem.refused(
          "guest '%s' is paused, and can neither let go of devices nor be stopped".formatted(name),
          "let it go on ('xl unpause', 'virsh resume'), and try again");
    }
    return guest;
  }

  /** Whether only the module in its kernel keeps it from dying, which is there then. */
  private static boolean needsModule(Machine machine, Domain domain) {
    Risk risk =
        Risks.read(machine).stream()
            .filter(one -> one.domain().domid() == domain.domid())
            .map(one -> one.risk())
            .findFirst()
            .orElseGet(() -> new Risk.Unknown("it was not there a moment ago"));
    if (!risk.present()) {
      return false;
    }
    PirqModule module = new PirqModule(domain.domid());
    if (machine.xenStore().filter(module::present).isEmpty()) {
      throw Problem.refused(
          "guest '%s' would die when it is restored".formatted(domain.name()),
          "load the module gangway_pirq in it (docs/guest-module.md); or shut it down, and start it"
              + " anew",
          "it " + risk,
          "and the module that mends that does not answer in its kernel");
    }
    return true;
  }

  private static List<Manifest.Item> items(Host host, List<Address> functions) {
    return host.inventory()
        .present(functions)
        .map(HostFunction::function)
        .map(Manifest.Item::of)
        .toList();
  }
}
