package gangway.migration;

import static java.util.stream.Collectors.joining;

import gangway.Answer;
import gangway.Problem;
import gangway.check.Verdict;
import gangway.handover.MigrateStep;
import gangway.handover.Plan;
import gangway.handover.Step;
import gangway.host.Xen;
import gangway.machine.ActingMachine;
import gangway.machine.Command;
import gangway.machine.Machine;
import gangway.machine.Result;
import gangway.pci.Address;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A guest that is to be moved to another host while it runs.
 *
 * @param verdict what there is to say about taking its functions; nothing if it has none
 * @param functions those of the other host that it is to have
 * @param plan the steps on this host; none if taking its functions is refused
 */
public record Migrating(
    String guest, OtherHost host, Optional<Verdict> verdict, List<Address> functions, Plan plan)
    implements Move {

  /**
   * Looks at a guest and at both hosts.
   *
   * @param instead functions there for some that the guest has here, by the addresses of those
   * @throws Problem of kind REFUSED if it cannot be moved, or not have there what it has here
   */
  public static Migrating of(
      Machine machine, String name, OtherHost host, Map<Address, Address> instead) {
    Departure departure = Departure.toAnotherHost(machine, name);
    mustMoveRunningGuests(departure, host);
    List<Address> functions = host.offers(machine).inPlaceOf(departure.items(), instead);
    host.mustLack(machine, name);
    List<Step> steps = new ArrayList<>();
    if (!departure.refused()) {
      steps.addAll(departure.steps());
      steps.add(MigrateStep.of(machine, departure.domain(), host.ssh()));
    }
    return new Migrating(name, host, departure.verdict(), functions, new Plan(steps));
  }

  /**
   * To move a guest as it runs, Xen must tell what it writes meanwhile, and of a PV guest only
   * shadow page tables tell that: without them xl fails once the guest's devices are gone.
   */
  private static void mustMoveRunningGuests(Departure departure, OtherHost host) {
    if (departure.xen().map(Xen::shadow).equals(Optional.of(Answer.NO))) {
      throw Problem.refused(
          "this host's Xen cannot move a PV guest that runs: it is built without shadow page"
              + " tables",
          "'gangway migrate --suspended %s %s': it stands still while its memory is brought there"
              .formatted(departure.domain().name(), host.ssh()),
          "'xl info' has no shadow among virt_caps");
    }
  }

  @Override
  public Optional<String> afterwards() {
    return attach().map(Command::toString);
  }

  @Override
  public void settle(ActingMachine machine) {
    Optional<Result> attached = attach().map(machine::run);
    if (attached.filter(result -> !result.ok()).isPresent()) {
      throw Problem.inconsistent(
          "guest '%s' is on %s, but does not have its devices".formatted(guest, host.ssh()),
          "see to that there, then 'gangway attach --now %s %s'"
              .formatted(guest, functions.stream().map(Address::toString).collect(joining(" "))),
          List.copyOf(attached.get().complaint()));
    }
  }

  private Optional<Command> attach() {
    return functions.isEmpty() ? Optional.empty() : Optional.of(host.attach(guest, functions));
  }
}
