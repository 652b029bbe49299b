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
import gangway.plan.Step;
import gangway.xen.definition.Toolstack;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The migration of a suspended guest: its state is written to a file, copied to another host, and
 * restored there. The guest does not run in the meantime, so this works on a Xen that cannot
 * migrate a running PV guest.
 *
 * @param image the file, with the same path on both hosts
 * @param functions the functions of the other host that the guest gets
 * @param restore the command that restores the guest there
 * @param plan the steps on this host; empty if the detach of its functions is refused
 */
public record SuspendedMigration(
    String guest,
    TargetHost host,
    Path image,
    Optional<Verdict> verdict,
    List<PciAddress> functions,
    Command restore,
    Plan plan)
    implements Move {
  private static final Path FOLDER = Path.of("/var/lib/gangway/moving");

  public SuspendedMigration {
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
  public static SuspendedMigration of(
      Machine machine, String name, TargetHost host, Map<PciAddress, PciAddress> instead) {
    if (!ImagePlace.canBeNamedFor(name)) {
      throw Problem.refused(
          "the guest's name '%s' cannot be part of a file name".formatted(name),
          "rename the guest");
    }
    MigrationSource departure = MigrationSource.toAnotherHost(machine, name);
    List<PciAddress> functions = host.offers(machine).inPlaceOf(departure.items(), instead);
    host.mustLack(machine, name);
    ImagePlace place = new ImagePlace(FOLDER.resolve(name + ".image"));
    place.mustTakeOnceMade(machine, departure.domain());
    List<Step> steps = new ArrayList<>();
    if (!departure.refused()) {
      SaveSteps save = SaveSteps.of(machine, departure.domain(), Toolstack.XL, place.image());
      steps.addAll(departure.steps());
      steps.add(CopySteps.folder(FOLDER));
      steps.add(
          GuestSave.note(
              SavedGuestNote.file(place.image()),
              SavedGuestNote.now(machine.clock(), name, departure.items())));
      steps.add(save.write());
      steps.add(CopySteps.bring(host.ssh(), FOLDER, place.image()));
      steps.add(save.end());
    }
    return new SuspendedMigration(
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
  public void settle(WritableMachine machine) {
    Path note = SavedGuestNote.file(image);
    Result copied = machine.run(host.ssh().copy(note));
    mustBeSo(
        copied.ok() && new RemoteCondition.HostHasCopy(host.ssh(), note).isMet(machine),
        copied,
        "run 'gangway restore %s' here; or copy %s to the other host and run that command there"
            .formatted(image, note));
    // from here on the guest can be restored on the other host
    try {
      machine.delete(note);
      machine.delete(image);
    } catch (Problem left) {
      throw underWay(
          "delete %s here, because it must not be restored on both hosts; then run '%s'"
              .formatted(image, restore),
          List.of(left.blocker()));
    }
    Result restored = machine.run(restore);
    mustBeSo(
        restored.ok() && new RemoteCondition.GuestRunsOnHost(host.ssh(), guest).isMet(machine),
        restored,
        "on the other host, see 'gangway guests'; if the guest does not run, run 'gangway restore %s'"
            .formatted(image));
    machine.run(host.ssh().command("rm", "-f", "--", image.toString(), note.toString()));
  }

  private void mustBeSo(boolean so, Result result, String remedy) {
    if (!so) {
      throw underWay(remedy, List.copyOf(result.complaint()));
    }
  }

  private Problem underWay(String remedy, List<String> evidence) {
    return Problem.inconsistent(
        "the migration of guest '%s' to %s is not complete; the guest's whole state is in %s"
            .formatted(guest, host.ssh(), image),
        remedy,
        evidence);
  }
}
