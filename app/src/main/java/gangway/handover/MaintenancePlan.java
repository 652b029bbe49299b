package gangway.handover;

import gangway.journal.Author;
import gangway.journal.Claim;
import gangway.journal.OperationWriter;
import gangway.machine.WritableMachine;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A plan without a request: it is performed like a request, all or nothing and with a journal.
 *
 * <p>See docs/decisions/0007-the-doctor-repairs-by-plans.md.
 *
 * @param words the command, for the journal
 * @param claims the resources that no other operation may change meanwhile
 */
public record MaintenancePlan(List<String> words, Set<Claim> claims, Plan plan) {
  public MaintenancePlan {
    words = List.copyOf(words);
    claims = Set.copyOf(claims);
  }

  /**
   * Performs and verifies the plan, as an operation of its own.
   *
   * @throws gangway.Problem of kind REFUSED if another operation has claimed the same, of kind
   *     FAILED if the plan failed and was undone, of kind INCONSISTENT if not everything could be
   *     undone
   */
  public void perform(WritableMachine machine, Author author, Progress progress) {
    perform(machine, OperationWriter.begin(machine, author, words, claims), plan, progress);
  }

  /** Performs and verifies a plan within an operation that has begun and has the claims. */
  public static void perform(
      WritableMachine machine, OperationWriter run, Plan plan, Progress progress) {
    UndoRecord.chore(plan).recordIn(run);
    JournalingProgress.ending(
        run,
        () -> {
          new Performer(machine, new JournalingProgress(run, plan, progress)).perform(plan);
          return plan;
        });
  }

  /** The texts of the steps. */
  @Override
  public String toString() {
    return plan.steps().stream().map(Step::says).collect(Collectors.joining("; "));
  }
}
