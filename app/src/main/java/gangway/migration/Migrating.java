package gangway.migration;

import static java.util.stream.Collectors.joining;

import gangway.Problem;
import gangway.check.Verdict;
import gangway.guard.Manifest;
import gangway.handover.MigrateStep;
import gangway.handover.Plan;
import gangway.handover.Step;
import gangway.machine.ActingMachine;
import gangway.machine.Command;
import gangway.machine.Machine;
import gangway.machine.Result;
import gangway.pci.Address;
import gangway.toolstack.Toolstack;
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
    Departure departure = departure(machine, name);
    if (departure.guest().toolstack() != Toolstack.XL) {
      throw Problem.refused(
          "guest '%s' is libvirt's, and Gangway migrates those of xl only".formatted(name),
          "'gangway detach --now', then 'virsh migrate', then 'gangway attach --now' there");
    }
    List<Address> functions = host.offers(machine).inPlaceOf(departure.items(), instead);
    host.mustLack(machine, name);
    List<Step> steps = new ArrayList<>();
    if (!departure.refused()) {
      steps.addAll(departure.steps());
      steps.add(MigrateStep.of(machine, departure.domain(), host.ssh()));
    }
    return new Migrating(name, host, departure.verdict(), functions, new Plan(steps));
  }

  /** What a guest has now. */
  public static List<Address> functions(Machine machine, String name) {
    return departure(machine, name).items().stream().map(Manifest.Item::address).toList();
  }

  private static Departure departure(Machine machine, String name) {
    return Departure.of(machine, name, "gangway migrate --cold %s HOST".formatted(name));
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
