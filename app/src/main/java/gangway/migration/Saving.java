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

/**
 * A guest that is to be saved: what is taken from it before, and the steps from here to there.
 *
 * @param verdict what there is to say about taking its functions; nothing if it has none
 * @param plan the steps; none if taking its functions is refused
 */
public record Saving(Optional<Verdict> verdict, List<Address> functions, Plan plan) {

  /**
   * Looks at a guest and at the place for its state.
   *
   * @throws gangway.Problem of kind REFUSED if it cannot be saved, or not there
   */
  public static Saving of(Machine machine, String name, ImagePlace place) {
    Departure departure = Departure.of(machine, name);
    place.mustTake(machine, departure.domain());
    List<Step> steps = new ArrayList<>();
    if (!departure.refused()) {
      Manifest manifest = Manifest.now(name, departure.items());
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

  private static Step note(Path file, Manifest manifest) {
    return Step.replacing(
        "note in " + file + " what the guest had",
        new FileEdit(file, Optional.empty(), Optional.of(manifest.text())));
  }

  /**
   * Saves a guest in a run of its own: all of it, or nothing.
   *
   * @param words what the journal calls it
   * @param told is told what there is to say about taking its functions
   * @return what was done; nothing, if that was refused
   * @throws gangway.Problem of kind REFUSED or FAILED if everything is as it was, of kind
   *     INCONSISTENT if it is not
   */
  public static Saving carriedOut(
      ActingMachine machine,
      List<String> words,
      String name,
      ImagePlace place,
      Progress progress,
      Consumer<Verdict> told) {
    RunWriter run =
        RunWriter.begin(
            machine,
            Author.present(machine),
            words,
            Set.of(new Claim.OfGuest(name), new Claim.OfState(name)));
    Saving saving = run.found(() -> of(machine, name, place));
    saving.verdict.ifPresent(told);
    if (saving.refused()) {
      run.drop();
    } else {
      Chore.perform(machine, run, saving.plan, progress);
    }
    return saving;
  }

  /** Whether taking its functions is refused. */
  public boolean refused() {
    return verdict.filter(Verdict::refused).isPresent();
  }
}
