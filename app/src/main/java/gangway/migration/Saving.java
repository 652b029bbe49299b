package gangway.migration;

import gangway.boot.FileEdit;
import gangway.check.Verdict;
import gangway.guard.Manifest;
import gangway.handover.Chore;
import gangway.handover.Plan;
import gangway.handover.Progress;
import gangway.handover.SaveSteps;
import gangway.handover.Step;
import gangway.journal.Author;
import gangway.journal.Claim;
import gangway.journal.RunWriter;
import gangway.machine.ActingMachine;
import gangway.machine.Machine;
import gangway.pci.Address;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The save of a guest: the functions that are detached first, and the steps.
 *
 * @param verdict the findings about the detach of its functions; empty if it has none
 * @param plan the steps; empty if the detach of its functions is refused
 */
public record Saving(Optional<Verdict> verdict, List<Address> functions, Plan plan) {

  /**
   * Inspects a guest and the file for its state.
   *
   * @throws gangway.Problem of kind REFUSED if the guest cannot be saved, or not to this file
   */
  public static Saving of(Machine machine, String name, ImagePlace place) {
    Departure departure =
        Departure.of(machine, name, "gangway save --cold %s FILE".formatted(name));
    place.mustTake(machine, departure.domain());
    List<Step> steps = new ArrayList<>();
    if (!departure.refused()) {
      Manifest manifest = Manifest.now(machine.clock(), name, departure.items());
      steps.addAll(departure.steps());
      steps.add(note(Manifest.file(place.image()), manifest));
      steps.addAll(
          SaveSteps.of(machine, departure.domain(), departure.guest().toolstack(), place.image())
              .save());
    }
    return new Saving(
        departure.verdict(),
        departure.items().stream().map(Manifest.Item::address).toList(),
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
  public static Saving cold(Machine machine, String name, ImagePlace place) {
    Restart restart = Restart.of(machine, name);
    place.mustBeFree(machine);
    Manifest manifest =
        Manifest.cold(machine.clock(), name, restart.items(), restart.definition().file());
    return new Saving(
        Optional.empty(),
        restart.functions(),
        new Plan(
            List.of(note(Manifest.file(place.image()), manifest), restart.steps().shutDown())));
  }

  static Step note(Path file, Manifest manifest) {
    return Step.replacing(
        "write the guest's functions to " + file,
        new FileEdit(file, Optional.empty(), Optional.of(manifest.text())));
  }

  /**
   * Saves a guest in one operation: completely or not at all.
   *
   * @param words the command of the operation in the journal
   * @param look {@link #of} or {@link #cold}
   * @param told receives the findings about the detach
   * @return the save; nothing was done if it is refused
   * @throws gangway.Problem of kind REFUSED or FAILED if nothing has changed; of kind INCONSISTENT
   *     otherwise
   */
  public static Saving carriedOut(
      ActingMachine machine,
      List<String> words,
      String name,
      Supplier<Saving> look,
      Progress progress,
      Consumer<Verdict> told) {
    RunWriter run =
        RunWriter.begin(
            machine,
            Author.present(machine),
            words,
            Set.of(new Claim.OfGuest(name), new Claim.OfState(name)));
    Saving saving = run.found(look);
    saving.verdict.ifPresent(told);
    if (saving.refused()) {
      run.drop();
    } else {
      Chore.perform(machine, run, saving.plan, progress);
    }
    return saving;
  }

  /** Whether the detach of its functions is refused. */
  public boolean refused() {
    return verdict.filter(Verdict::refused).isPresent();
  }
}
