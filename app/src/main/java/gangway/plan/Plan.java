package gangway.plan;

import gangway.machine.Machine;
import gangway.machine.PlaceToWrite;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The steps from the observed state of the host to the requested state.
 *
 * <p>See docs/decisions/0025-a-suspended-guest-stays-until-it-runs-there.md.
 *
 * @param steps all of them are done, or those that began are undone
 * @param completion what follows when all steps are done, if anything
 */
public record Plan(List<Step> steps, Optional<Completion> completion) {
  /**
   * The steps that follow when all others are done. They are never undone, because from then on the
   * only safe way is forward: after a failure or an interruption, recovery performs them again.
   *
   * @param steps each can be repeated; empty if only the last step before cannot be undone
   */
  public record Completion(List<Step> steps) {
    public Completion {
      steps = List.copyOf(steps);
    }
  }

  public Plan {
    steps = List.copyOf(steps);
  }

  /** A plan of which every step can be undone. */
  public Plan(List<Step> steps) {
    this(steps, Optional.empty());
  }

  /** A plan that ends with steps that are never undone. */
  public Plan(List<Step> steps, List<Step> completion) {
    this(steps, Optional.of(new Completion(completion)));
  }

  /** The steps of the completion. */
  public List<Step> completing() {
    return completion.map(Completion::steps).orElse(List.of());
  }

  /**
   * Checks that only root can change to which files the paths lead that the plan writes. A plan
   * that follows from a request is checked before its first step, and when it is only printed.
   *
   * @throws gangway.Problem of kind REFUSED if another user can
   */
  public void mustWriteSafely(Machine machine) {
    all().stream()
        .flatMap(Step::written)
        .distinct()
        .forEach(file -> new PlaceToWrite(file).mustBeOfRoot(machine));
  }

  /** All steps; their numbers in the journal begin with 1. */
  public List<Step> all() {
    return Stream.concat(steps.stream(), completing().stream()).toList();
  }
}
