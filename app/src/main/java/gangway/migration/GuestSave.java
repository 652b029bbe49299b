package gangway.migration;

import gangway.boot.FileEdit;
import gangway.check.Verdict;
import gangway.guard.SavedGuestNote;
import gangway.machine.Machine;
import gangway.pci.PciAddress;
import gangway.plan.Plan;
import gangway.plan.Step;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The save of a guest: the functions that are detached first, and the steps.
 *
 * @param verdict the findings about the detach of its functions; empty if it has none
 * @param plan the steps; empty if the detach of its functions is refused
 */
public record GuestSave(Optional<Verdict> verdict, List<PciAddress> functions, Plan plan) {
  public GuestSave {
    functions = List.copyOf(functions);
  }

  /**
   * Inspects a guest and the file for its state.
   *
   * @throws gangway.Problem of kind REFUSED if the guest cannot be saved, or not to this file
   */
  public static GuestSave of(Machine machine, String name, ImagePlace place) {
    MigrationSource departure =
        MigrationSource.of(machine, name, "gangway save --cold %s FILE".formatted(name));
    place.mustTake(machine, departure.domain());
    List<Step> steps = new ArrayList<>();
    if (!departure.refused()) {
      SavedGuestNote manifest = SavedGuestNote.now(machine.clock(), name, departure.items());
      steps.addAll(departure.steps());
      steps.add(note(SavedGuestNote.file(place.image()), manifest));
      steps.addAll(
          SaveSteps.of(machine, departure.domain(), departure.guest().toolstack(), place.image())
              .save());
    }
    return new GuestSave(
        departure.verdict(),
        departure.items().stream().map(SavedGuestNote.Item::address).toList(),
        new Plan(steps));
  }

  /**
   * Inspects a guest that is to be shut down and booted again later with its functions, because it
   * would not survive a save.
   *
   * @param place the path whose manifest records the guest's functions; its memory is not saved
   * @throws gangway.Problem of kind REFUSED if the guest cannot be shut down, or cannot be started
   *     as it is now
   */
  public static GuestSave cold(Machine machine, String name, ImagePlace place) {
    Restart restart = Restart.of(machine, name);
    place.mustBeFree(machine);
    SavedGuestNote manifest =
        SavedGuestNote.cold(machine.clock(), name, restart.items(), restart.definition().file());
    return new GuestSave(
        Optional.empty(),
        restart.functions(),
        new Plan(
            List.of(
                note(SavedGuestNote.file(place.image()), manifest), restart.steps().shutDown())));
  }

  static Step note(Path file, SavedGuestNote manifest) {
    return Step.replacing(
        "write the guest's functions to " + file,
        new FileEdit(file, Optional.empty(), Optional.of(manifest.text())));
  }

  /** Whether the detach of its functions is refused. */
  public boolean refused() {
    return verdict.filter(Verdict::refused).isPresent();
  }
}
