package gangway.migration;

import gangway.Problem;
import gangway.check.Verdict;
import gangway.guard.SavedGuestNote;
import gangway.machine.Machine;
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
 * migrate a running PV guest. It stays paused on this host until it runs on the other one.
 *
 * <p>See docs/decisions/0025-a-suspended-guest-stays-until-it-runs-there.md.
 *
 * @param functions the functions of the other host that the guest gets
 * @param plan the steps; empty if the detach of its functions is refused
 */
public record SuspendedMigration(
    String guest, TargetHost host, Optional<Verdict> verdict, List<PciAddress> functions, Plan plan)
    implements Move {
  /** The folder of the image, with the same path on both hosts. */
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
    List<PciAddress> functions = host.functions(machine, departure.items(), instead);
    host.mustLack(machine, name);
    ImagePlace place = new ImagePlace(FOLDER.resolve(name + ".image"));
    place.mustTakeOnceMade(machine, departure.domain());
    host.mustBeOfRoot(machine, place.image());
    List<Step> steps = new ArrayList<>();
    List<Step> completion = new ArrayList<>();
    if (!departure.refused()) {
      SaveSteps save = SaveSteps.of(machine, departure.domain(), Toolstack.XL, place.image());
      Path note = SavedGuestNote.file(place.image());
      steps.addAll(departure.steps());
      steps.add(CopySteps.folder(FOLDER));
      steps.add(GuestSave.note(note, SavedGuestNote.now(machine.clock(), name, departure.items())));
      steps.add(save.write());
      steps.add(CopySteps.bring(host.ssh(), FOLDER, place.image()));
      steps.add(CopySteps.bring(host.ssh(), FOLDER, note));
      steps.add(host.restore(name, place.image(), instead));
      completion.addAll(completion(save, host, place, functions));
    }
    return new SuspendedMigration(
        name, host, departure.verdict(), functions, new Plan(steps, completion));
  }

  /** The steps after the guest runs there: the paused guest here and all files go. */
  private static List<Step> completion(
      SaveSteps save, TargetHost host, ImagePlace place, List<PciAddress> functions) {
    List<Step> steps = new ArrayList<>();
    steps.add(save.end());
    for (Path file : List.of(SavedGuestNote.file(place.image()), place.image())) {
      steps.add(CopySteps.delete(file));
      steps.add(CopySteps.delete(host.ssh(), file));
    }
    steps.addAll(host.attach(save.guest().name(), functions));
    return steps;
  }
}
