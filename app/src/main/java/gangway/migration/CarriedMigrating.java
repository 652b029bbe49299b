package gangway.migration;

import gangway.Problem;
import gangway.check.Verdict;
import gangway.guard.Manifest;
import gangway.handover.CarrySteps;
import gangway.handover.Plan;
import gangway.handover.RemoteState;
import gangway.handover.SaveSteps;
import gangway.handover.Step;
import gangway.machine.ActingMachine;
import gangway.machine.Command;
import gangway.machine.Machine;
import gangway.machine.Result;
import gangway.pci.Address;
import gangway.toolstack.Toolstack;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A guest whose state is to be written to a file, brought to another host, and restored there. It
 * stands still meanwhile; so it can be done by a Xen that cannot move a PV guest as it runs.
 *
 * @param image the file, here and there
 * @param functions those of the other host that it is to have
 * @param restore the command that restores it there
 * @param plan the steps on this host; none if taking its functions is refused
 */
public record CarriedMigrating(
    String guest,
    OtherHost host,
    Path image,
    Optional<Verdict> verdict,
    List<Address> functions,
    Command restore,
    Plan plan)
    implements Move {
  private static final Path FOLDER = Path.of("/var/lib/gangway/moving");

  /**
   * Looks at a guest and at both hosts.
   *
   * @param instead functions there for some that the guest has here, by the addresses of those
   * @throws Problem of kind REFUSED if it cannot be moved, or not have there what it has here
   */
  public static CarriedMigrating of(
      Machine machine, String name, OtherHost host, Map<Address, Address> instead) {
    if (!SavedGuests.canHold(name)) {
      throw Problem.refused("'%s' cannot be the name of a file".formatted(name), "rename it");
    }
    Departure departure = Departure.toAnotherHost(machine, name);
    List<Address> functions = host.offers(machine).inPlaceOf(departure.items(), instead);
    host.mustLack(machine, name);
    ImagePlace place = new ImagePlace(FOLDER.resolve(name + ".image"));
    place.mustTakeOnceMade(machine, departure.domain());
    List<Step> steps = new ArrayList<>();
    if (!departure.refused()) {
      SaveSteps save = SaveSteps.of(machine, departure.domain(), Toolstack.XL, place.image());
      steps.addAll(departure.steps());
      steps.add(CarrySteps.folder(FOLDER));
      steps.add(
          Saving.note(
              Manifest.file(place.image()),
              Manifest.now(machine.clock(), name, departure.items())));
      steps.add(save.write());
      steps.add(CarrySteps.bring(host.ssh(), FOLDER, place.image()));
      steps.add(save.end());
    }
    return new CarriedMigrating(
        name,
        host,
        place.image(),
        departure.verdict(),
        functions,
        host.restore(place.image(), instead),
        new Plan(steps));
  }

  @Override
  public Optional<String> afterwards() {
    return Optional.of(restore.toString());
  }

  @Override
  public void settle(ActingMachine machine) {
    Path note = Manifest.file(image);
    Result copied = machine.run(host.ssh().copy(note));
    mustBeSo(
        copied.ok() && new RemoteState.HasCopy(host.ssh(), note).holds(machine),
        copied,
        "'gangway restore %s' here, or bring %s there and restore it there".formatted(image, note));
    // from here on there is one that can be restored, and it is there
    try {
      machine.delete(note);
      machine.delete(image);
    } catch (Problem left) {
      throw underWay(
          "delete %s here, which must not be restored in two places; then '%s'"
              .formatted(image, restore),
          List.of(left.blocker()));
    }
    Result restored = machine.run(restore);
    mustBeSo(
        restored.ok() && new RemoteState.RunsOn(host.ssh(), guest).holds(machine),
        restored,
        "see 'gangway guests' there, then 'gangway restore %s' there if it does not run"
            .formatted(image));
    machine.run(host.ssh().command("rm", "-f", "--", image.toString(), note.toString()));
  }

  private void mustBeSo(boolean so, Result result, String wayOut) {
    if (!so) {
      throw underWay(wayOut, List.copyOf(result.complaint()));
    }
  }

  private Problem underWay(String wayOut, List<String> evidence) {
    return Problem.inconsistent(
        "guest '%s' is on its way to %s, and all of it is in %s"
            .formatted(guest, host.ssh(), image),
        wayOut,
        evidence);
  }
}
