package gangway.migration;

import gangway.Problem;
import gangway.check.Verdict;
import gangway.guard.Manifest;
import gangway.handover.Plan;
import gangway.handover.RemoteState;
import gangway.machine.ActingMachine;
import gangway.machine.Command;
import gangway.machine.Machine;
import gangway.machine.Result;
import gangway.pci.Address;
import gangway.toolstack.DefinitionFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A guest that is to be shut down, and started on another host: its definition goes there, its
 * memory does not.
 *
 * <p>See docs/decisions/0022-cold-migration-never-on-both-hosts.md.
 *
 * @param there its definition on the other host
 * @param functions those of the other host that it is to have
 */
public record ColdMigrating(
    OtherHost host, DefinitionFile there, List<Address> functions, Plan plan) implements Move {

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
    DefinitionFile now = restart.definition();
    DefinitionFile there =
        now.with(now.content().replacing(Manifest.places(restart.items(), functions)));
    host.mustLack(machine, name);
    host.mustTake(machine, there);
    List<Address> further = new ArrayList<>(functions);
    further.removeAll(there.content().functions());
    return new ColdMigrating(
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
                "have it started with %s, by %s, and not with this host"
                    .formatted(host.ssh(), link)));
    if (!functions.isEmpty()) {
      what.add("see on %s that it has what it had".formatted(host.ssh()));
    }
    return Optional.of(String.join("; ", what)).filter(words -> !words.isEmpty());
  }

  @Override
  public void settle(ActingMachine machine) {
    there.autoStart().ifPresent(link -> moveAutoStart(machine, link));
    if (!host.comesToHave(machine, guest(), functions)) {
      throw Problem.inconsistent(
          "guest '%s' was started on %s, but does not see its devices"
              .formatted(guest(), host.ssh()),
          "see 'gangway guests' and the guest's console there",
          List.of());
    }
  }

  /** The link here leads nowhere by now. Not every Xen brings the folder for such links. */
  private void moveAutoStart(ActingMachine machine, Path link) {
    machine.run(host.ssh().command("mkdir", "-p", "--", String.valueOf(link.getParent())));
    Command make = host.ssh().command("ln", "-sfT", "--", there.file().toString(), link.toString());
    Result made = machine.run(make);
    if (!new RemoteState.FileIsOn(host.ssh(), link, Optional.of(there.text())).holds(machine)) {
      throw Problem.inconsistent(
          "guest '%s' runs on %s, but is not started with that host".formatted(guest(), host.ssh()),
          "'%s', and delete %s here".formatted(make, link),
          List.copyOf(made.complaint()));
    }
    machine.delete(link);
  }
}
