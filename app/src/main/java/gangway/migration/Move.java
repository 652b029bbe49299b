package gangway.migration;

import gangway.check.Verdict;
import gangway.pci.PciAddress;
import gangway.plan.Plan;
import java.util.List;
import java.util.Optional;

/** The migration of a guest to another host, where the guest gets matching functions. */
public sealed interface Move permits LiveMigration, SuspendedMigration, ColdMigration {
  String guest();

  TargetHost host();

  /** The findings about the detach of its functions, if any. */
  Optional<Verdict> verdict();

  /** The functions of the other host that the guest gets. */
  List<PciAddress> functions();

  /** The steps; empty if the detach of its functions is refused. */
  Plan plan();

  /** Whether the detach of its functions is refused. */
  default boolean refused() {
    return verdict().filter(Verdict::refused).isPresent();
  }
}
