package gangway.handover;

import gangway.journal.Author;
import gangway.journal.Claim;
import gangway.journal.RunWriter;
import gangway.machine.ActingMachine;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A plan that is about no hand-over somebody asked for, done as one is: all or nothing, and kept in
 * the journal.
 *
 * <p>See docs/decisions/0007-the-doctor-repairs-by-plans.md.
 *
 * @param words what the journal calls it: the words of its command
 * @param claims what it keeps others from changing meanwhile
 */
public record Chore(List<String> words, Set<Claim> claims, Plan plan) {
  public Chore {
    words = List.copyOf(words);
    claims = Set.copyOf(claims);
  }

  /**
   * Does it and proves it, in a run of its own.
   *
   * @throws gangway.Problem of kind REFUSED if another run is at it, of kind FAILED if everything
   *     is as it was, of kind INCONSISTENT if it is not
   */
  public void perform(ActingMachine machine, Author author, Progress progress) {
    perform(machine, RunWriter.begin(machine, author, words, claims), plan, progress);
  }

  /**
   * Does a plan and proves it, in a run that has begun: what it was made for was claimed before.
   */
  public static void perform(ActingMachine machine, RunWriter run, Plan plan, Progress progress) {
    Undertaking.chore(plan).recordIn(run);
    Recorded.ending(
        run,
        () -> {
          new Performer(machine, new Recorded(run, plan, progress)).perform(plan);
          return plan;
        });
  }

  /** What it does, in the operator's words. */
  @Override
  public String toString() {
    return plan.steps().stream().map(Step::says).collect(Collectors.joining("; "));
  }
}
