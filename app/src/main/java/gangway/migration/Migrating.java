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
 * The live migration of a guest to another host.
 *
 * @param verdict the findings about the detach of its functions; empty if it has none
 * @param functions the functions of the other host that the guest gets
 * @param plan the steps on this host; empty if the detach of its functions is refused
 */
public record Migrating(
    String guest, OtherHost host, Optional<Verdict> verdict, List<Address> functions, Plan plan)
    implements Move {

  /**
   * Inspects the guest and both hosts.
   *
   * @param instead replacement functions on the other host, by the addresses of the guest's
   *     functions here
   * @throws Problem of kind REFUSED if the guest cannot be migrated, or the other host lacks a
   *     matching function
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
   * A live migration needs Xen to track the memory that the guest writes in the meantime. For a PV
   * guest, only shadow page tables do this. Without them, xl fails after the guest's devices are
   * already detached.
   */
  private static void mustMoveRunningGuests(Departure departure, OtherHost host) {
    if (departure.xen().map(Xen::shadow).equals(Optional.of(Answer.NO))) {
      throw Problem.refused(
          "this host's Xen cannot migrate a running PV guest: it was built without shadow page"
              + " tables",
          "use 'gangway migrate --suspended %s %s', which suspends the guest while its memory is copied"
              .formatted(departure.domain().name(), host.ssh()),
          "'xl info' does not list shadow in virt_caps");
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
          "guest '%s' runs on %s, but does not have its devices".formatted(guest, host.ssh()),
          "on that host, fix the cause, then run 'gangway attach --now %s %s'"
              .formatted(guest, functions.stream().map(Address::toString).collect(joining(" "))),
          List.copyOf(attached.get().complaint()));
    }
  }

  private Optional<Command> attach() {
    return functions.isEmpty() ? Optional.empty() : Optional.of(host.attach(guest, functions));
  }
}
