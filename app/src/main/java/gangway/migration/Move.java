package gangway.migration;

import gangway.check.Verdict;
import gangway.handover.Plan;
import gangway.machine.ActingMachine;
import gangway.pci.Address;
import java.util.List;
import java.util.Optional;

/** A guest that is to be moved to another host, and to have there what it has here. */
public sealed interface Move permits Migrating, CarriedMigrating, ColdMigrating {
  String guest();

  OtherHost host();

  /** What there is to say about taking its functions; nothing if nothing is to be said. */
  Optional<Verdict> verdict();

  /** Those of the other host that it is to have. */
  List<Address> functions();

  /** The steps on this host; none if taking its functions is refused. */
  Plan plan();

  /** What comes after the plan, in a word or two; nothing if nothing does. */
  Optional<String> afterwards();

  /**
   * Does that. There is no way back by then: the guest runs there.
   *
   * @throws gangway.Problem of kind INCONSISTENT if the guest does not have its functions
   */
  void settle(ActingMachine machine);

  /** Whether taking its functions is refused. */
  default boolean refused() {
    return verdict().filter(Verdict::refused).isPresent();
  }
}
