package gangway.operation;

import gangway.Problem;
import gangway.journal.Author;
import gangway.journal.Claim;
import gangway.journal.OperationWriter;
import gangway.machine.Machine;
import gangway.machine.WritableMachine;
import gangway.plan.JournalingProgress;
import gangway.plan.MaintenancePlan;
import gangway.plan.Performer;
import gangway.plan.Plan;
import gangway.plan.UndoRecord;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * An operation as a front end submits it.
 *
 * @param machine the host to change
 * @param author who submits it
 * @param words the command, for the journal
 * @param listener receives the events
 */
public record Submission(
    WritableMachine machine, Author author, List<String> words, OperationListener listener) {
  public Submission {
    words = List.copyOf(words);
  }

  /** An operation of the process that runs this program. */
  public static Submission of(
      WritableMachine machine, List<String> words, OperationListener listener) {
    return new Submission(machine, Author.present(machine), words, listener);
  }

  /**
   * Performs a plan that follows from no request, such as a repair, as an operation of its own.
   *
   * @throws gangway.Problem of kind REFUSED if another operation has claimed some of it, of kind
   *     FAILED if all was undone, of kind INCONSISTENT if not all could be undone
   */
  public void perform(MaintenancePlan plan) {
    perform(begin(plan.words(), plan.claims()), plan.plan());
  }

  OperationWriter begin(Set<Claim> claims) {
    return begin(words, claims);
  }

  private OperationWriter begin(List<String> command, Set<Claim> claims) {
    OperationWriter operation = OperationWriter.begin(machine, author, command, claims);
    try {
      listener.started(operation.id());
    } catch (RuntimeException | Error fault) {
      operation.drop();
      throw fault;
    }
    return operation;
  }

  void perform(OperationWriter operation, Plan plan) {
    perform(operation, plan, _ -> {});
  }

  /**
   * Performs a plan, and undoes the plan if the result is not as wanted.
   *
   * @param mustBe verifies the result after the last step
   */
  void perform(OperationWriter operation, Plan plan, Consumer<Machine> mustBe) {
    UndoRecord.of(plan).recordIn(operation, Features.PLANS);
    JournalingProgress.ending(
        operation,
        listener,
        () -> {
          listener.planned(operation.id(), plan);
          Performer performer =
              new Performer(operation.machine(), new JournalingProgress(operation, plan, listener));
          performer.perform(plan);
          try {
            mustBe.accept(operation.machine());
          } catch (RuntimeException | Error fault) {
            throw RequestPerformer.undone(performer, Problem.because(fault));
          }
          return plan;
        });
  }
}
