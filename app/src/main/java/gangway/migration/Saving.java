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
   * Looks at a guest that is to be shut down, and started again later with what it has: the way for
   * one that would not survive being saved.
   *
   * @param place where it is noted what it had; nothing of its memory is kept
   * @throws gangway.Problem of kind REFUSED if it cannot be shut down, or not be started as it is
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
        "note in " + file + " what the guest had",
        new FileEdit(file, Optional.empty(), Optional.of(manifest.text())));
  }

  /**
   * Saves a guest in a run of its own: all of it, or nothing.
   *
   * @param words what the journal calls it
   * @param look {@link #of} or {@link #cold}
   * @param told is told what there is to say about taking its functions
   * @return what was done; nothing, if that was refused
   * @throws gangway.Problem of kind REFUSED or FAILED if everything is as it was, of kind
   *     INCONSISTENT if it is not
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

  /** Whether taking its functions is refused. */
  public boolean refused() {
    return verdict.filter(Verdict::refused).isPresent();
  }
}
