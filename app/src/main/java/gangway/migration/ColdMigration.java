package gangway.migration;

import gangway.Problem;
import gangway.check.Verdict;
import gangway.guard.SavedGuestNote;
import gangway.host.DomainStart;
import gangway.machine.Machine;
import gangway.machine.Ssh;
import gangway.pci.PciAddress;
import gangway.plan.Action;
import gangway.plan.Condition;
import gangway.plan.Plan;
import gangway.plan.Step;
import gangway.xen.definition.DefinitionFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The migration of a guest by shutting it down and booting it on another host: only its definition
 * is copied, not its memory.
 *
 * <p>See docs/decisions/0022-cold-migration-never-on-both-hosts.md.
 *
 * @param there the guest's definition on the other host
 * @param functions the functions of the other host that the guest gets
 */
public record ColdMigration(
    TargetHost host, DefinitionFile there, List<PciAddress> functions, Plan plan) implements Move {
  public ColdMigration {
    functions = List.copyOf(functions);
  }

  /**
   * Inspects the guest and both hosts.
   *
   * @param instead replacement functions on the other host, by the addresses of the guest's
   *     functions here
   * @throws Problem of kind REFUSED if the guest cannot be started there, or the other host lacks a
   *     matching function
   */
  public static ColdMigration of(
      Machine machine, String name, TargetHost host, Map<PciAddress, PciAddress> instead) {
    Restart restart = Restart.of(machine, name);
    List<PciAddress> functions = host.functions(machine, restart.items(), instead);
    DefinitionFile now = restart.definition();
    DefinitionFile there =
        now.with(now.content().replacing(SavedGuestNote.places(restart.items(), functions)));
    StartUuid uuid = StartUuid.of(there.content());
    DomainStart start = host.mustBeStartable(machine, name, uuid.uuid());
    int mode = restart.mode(machine);
    host.mustTake(machine, there, mode);
    List<PciAddress> further = new ArrayList<>(functions);
    further.removeAll(there.content().functions());
    return new ColdMigration(
        host,
        there,
        functions,
        new Plan(
            restart.steps().to(host.ssh(), there, mode, further, uuid, start),
            completion(host, there, functions)));
  }

  @Override
  public String guest() {
    return there.content().guest();
  }

  @Override
  public Optional<Verdict> verdict() {
    return Optional.empty();
  }

  private static List<Step> completion(
      TargetHost host, DefinitionFile there, List<PciAddress> functions) {
    List<Step> steps = new ArrayList<>();
    there.autoStart().ifPresent(link -> steps.addAll(moveAutoStart(host.ssh(), there, link)));
    if (!functions.isEmpty()) {
      String guest = there.content().guest();
      steps.add(
          Step.lasting(
              "wait until guest %s on %s has its functions".formatted(guest, host.ssh()),
              List.of(),
              new RemoteCondition.GuestHasOnHost(host.ssh(), guest, functions)));
    }
    return steps;
  }

  /**
   * The link on this host is broken by then. Not every package of Xen creates the folder for these
   * links.
   */
  private static List<Step> moveAutoStart(Ssh host, DefinitionFile there, Path link) {
    return List.of(
        Step.lasting(
            "start the guest with %s: link %s there".formatted(host, link),
            List.of(
                new Action.Run(host.command("mkdir", "-p", "--", String.valueOf(link.getParent()))),
                new Action.Run(
                    host.command("ln", "-sfT", "--", there.file().toString(), link.toString()))),
            new RemoteCondition.FileIsOnHost(host, link, Optional.of(there.text()))),
        Step.lasting(
            "do not start the guest with this host: delete " + link,
            List.of(new Action.DeleteFile(link)),
            new Condition.Absent(link)));
  }
}
