package gangway.migration;

import gangway.Problem;
import gangway.check.Verdict;
import gangway.guard.SavedGuestNote;
import gangway.machine.Command;
import gangway.machine.Machine;
import gangway.machine.Result;
import gangway.machine.WritableMachine;
import gangway.pci.PciAddress;
import gangway.plan.Plan;
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
    List<PciAddress> functions = host.offers(machine).inPlaceOf(restart.items(), instead);
    DefinitionFile now = restart.definition();
    DefinitionFile there =
        now.with(now.content().replacing(SavedGuestNote.places(restart.items(), functions)));
    host.mustLack(machine, name);
    host.mustTake(machine, there);
    List<PciAddress> further = new ArrayList<>(functions);
    further.removeAll(there.content().functions());
    return new ColdMigration(
        host, there, functions, new Plan(restart.steps().to(host.ssh(), there, further)));
  }

  @Override
  public String guest() {
    return there.content().guest();
  }

  @Override
  public Optional<Verdict> verdict() {
    return Optional.empty();
  }

  @Override
  public Optional<String> afterwards() {
    List<String> what = new ArrayList<>();
    there
        .autoStart()
        .ifPresent(link ->
            what.add(
                "start the guest with %s (%s) instead of this host".formatted(host.ssh(), link)));
    if (!functions.isEmpty()) {
      what.add("verify on %s that the guest has its functions".formatted(host.ssh()));
    }
    return Optional.of(String.join("; ", what)).filter(words -> !words.isEmpty());
  }

  @Override
  public void settle(WritableMachine machine) {
    there.autoStart().ifPresent(link -> moveAutoStart(machine, link));
    if (!host.comesToHave(machine, guest(), functions)) {
      throw Problem.inconsistent(
          "guest '%s' was started on %s, but does not see its devices"
              .formatted(guest(), host.ssh()),
          "on that host, see 'gangway guests' and the guest's console",
          List.of());
    }
  }

  /**
   * The link on this host is broken now. Not every package of Xen creates the folder for these
   * links.
   */
  private void moveAutoStart(WritableMachine machine, Path link) {
    machine.run(host.ssh().command("mkdir", "-p", "--", String.valueOf(link.getParent())));
    Command make = host.ssh().command("ln", "-sfT", "--", there.file().toString(), link.toString());
    Result made = machine.run(make);
    if (!new RemoteCondition.FileIsOnHost(host.ssh(), link, Optional.of(there.text()))
        .isMet(machine)) {
      throw Problem.inconsistent(
          "guest '%s' runs on %s, but does not start with that host".formatted(guest(), host.ssh()),
          "run '%s', then delete %s here".formatted(make, link),
          List.copyOf(made.complaint()));
    }
    machine.delete(link);
  }
}
