package gangway.migration;

import gangway.check.Verdict;
import gangway.guard.Manifest;
import gangway.handover.Plan;
import gangway.handover.SaveSteps;
import gangway.handover.Step;
import gangway.machine.Machine;
import gangway.pci.Address;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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
      steps.add(SaveSteps.note(Manifest.file(place.image()), manifest.text()));
      steps.addAll(
          SaveSteps.of(machine, departure.domain(), departure.guest().toolstack(), place.image())
              .save());
    }
    return new Saving(
        departure.verdict(),
        departure.items().stream().map(Manifest.Item::address).toList(),
        new Plan(steps));
  }

  /** Whether taking its functions is refused. */
  public boolean refused() {
    return verdict.filter(Verdict::refused).isPresent();
  }
}
