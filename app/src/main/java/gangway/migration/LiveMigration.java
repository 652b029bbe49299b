package gangway.migration;

import gangway.Answer;
import gangway.Problem;
import gangway.check.Verdict;
import gangway.host.Xen;
import gangway.machine.Machine;
import gangway.pci.PciAddress;
import gangway.plan.Plan;
import gangway.plan.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The live migration of a guest to another host.
 *
 * @param verdict the findings about the detach of its functions; empty if it has none
 * @param functions the functions of the other host that the guest gets
 * @param plan the steps; empty if the detach of its functions is refused
 */
public record LiveMigration(
    String guest, TargetHost host, Optional<Verdict> verdict, List<PciAddress> functions, Plan plan)
    implements Move {
  public LiveMigration {
    functions = List.copyOf(functions);
  }

  /**
   * Inspects the guest and both hosts.
   *
   * @param instead replacement functions on the other host, by the addresses of the guest's
   *     functions here
   * @throws Problem of kind REFUSED if the guest cannot be migrated, or the other host lacks a
   *     matching function
   */
  public static LiveMigration of(
      Machine machine, String name, TargetHost host, Map<PciAddress, PciAddress> instead) {
    MigrationSource departure = MigrationSource.toAnotherHost(machine, name);
    mustMoveRunningGuests(departure, host);
    List<PciAddress> functions = host.functions(machine, departure.items(), instead);
    host.mustLack(machine, name);
    List<Step> steps = new ArrayList<>();
    List<Step> completion = new ArrayList<>();
    if (!departure.refused()) {
      steps.addAll(departure.steps());
      steps.add(MigrateStep.of(machine, departure.domain(), host.ssh()));
      completion.addAll(host.attach(name, functions));
    }
    return new LiveMigration(
        name, host, departure.verdict(), functions, new Plan(steps, completion));
  }

  /**
   * A live migration needs Xen to track the memory that the guest writes in the meantime. For a PV
   * guest, only shadow page tables do this. Without them, xl fails after the guest's devices are
   * already detached.
   */
  private static void mustMoveRunningGuests(MigrationSource departure, TargetHost host) {
    if (departure.xen().map(Xen::shadow).equals(Optional.of(Answer.NO))) {
      throw Problem.refused(
          "this host's Xen cannot migrate a running PV guest: it was built without shadow page"
              + " tables",
          "use 'gangway migrate --suspended %s %s', which suspends the guest while its memory is copied"
              .formatted(departure.domain().name(), host.ssh()),
          "'xl info' does not list shadow in virt_caps");
    }
  }
}
