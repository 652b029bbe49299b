package gangway.migration;

import gangway.Problem;
import gangway.check.Verdict;
import gangway.guard.Manifest;
import gangway.handover.Plan;
import gangway.machine.ActingMachine;
import gangway.machine.Machine;
import gangway.pci.Address;
import gangway.toolstack.Definition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A guest that is to be shut down, and started on another host: its definition goes there, its
 * memory does not.
 *
 * @param functions those of the other host that it is to have
 */
public record ColdMigrating(String guest, OtherHost host, List<Address> functions, Plan plan)
    implements Move {

  /**
   * Looks at a guest and at both hosts.
   *
   * @param instead functions there for some that the guest has here, by the addresses of those
   * @throws Problem of kind REFUSED if it cannot be started there, or not have there what it has
   *     here
   */
  public static ColdMigrating of(
      Machine machine, String name, OtherHost host, Map<Address, Address> instead) {
    Restart restart = Restart.of(machine, name);
    List<Address> functions = host.offers(machine).inPlaceOf(restart.items(), instead);
    Definition there = restart.definition().replacing(Manifest.places(restart.items(), functions));
    host.mustLack(machine, name);
    host.mustTake(machine, there);
    List<Address> further = new ArrayList<>(functions);
    further.removeAll(there.functions());
    return new ColdMigrating(
        name, host, functions, new Plan(restart.steps().to(host.ssh(), there, further)));
  }

  /** What a guest has now, and what its definition gives it. */
  public static List<Address> functions(Machine machine, String name) {
    return Restart.of(machine, name).functions();
  }

  @Override
  public Optional<Verdict> verdict() {
    return Optional.empty();
  }

  @Override
  public Optional<String> afterwards() {
    return functions.isEmpty()
        ? Optional.empty()
        : Optional.of("see on %s that it has what it had".formatted(host.ssh()));
  }

  @Override
  public void settle(ActingMachine machine) {
    if (!host.comesToHave(machine, guest, functions)) {
      throw Problem.inconsistent(
          "guest '%s' was started on %s, but does not see its devices".formatted(guest, host.ssh()),
          "see 'gangway guests' and the guest's console there",
          List.of());
    }
  }
}
