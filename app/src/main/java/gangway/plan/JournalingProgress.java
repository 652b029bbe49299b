package gangway.plan;

import gangway.Problem;
import gangway.journal.Event;
import gangway.journal.OperationWriter;
import gangway.journal.Outcome;
import java.util.List;
import java.util.function.Supplier;

/** Writes the progress to the journal, then passes it on to the audience. */
public record JournalingProgress(OperationWriter run, Plan plan, Progress audience)
    implements Progress {

  /** Carries out an operation and ends it; keeps it open if something could not be undone. */
  public static <T> T ending(OperationWriter run, Supplier<T> carriedOut) {
    try {
      T result = carriedOut.get();
      run.end(Outcome.DONE, List.of());
      return result;
    } catch (Problem problem) {
      if (problem.kind() == Problem.Kind.INCONSISTENT) {
        run.release();
      } else {
        run.end(Outcome.UNDONE, problem.evidence());
      }
      throw problem;
    } catch (RuntimeException | Error fault) {
      run.release();
      throw fault;
    }
  }

  @Override
  public void begins(Step step) {
    run.record(new Event.Begins(number(step)));
    audience.begins(step);
  }

  @Override
  public void awaits(String command) {
    audience.awaits(command);
  }

  @Override
  public void done(Step step) {
    run.record(new Event.Done(number(step)));
    audience.done(step);
  }

  @Override
  public void failed(Step step, Problem why) {
    asFarAsPossible(new Event.Failed(number(step), why.lines()));
    audience.failed(step, why);
  }

  @Override
  public void undone(Step step) {
    asFarAsPossible(new Event.Undone(number(step)));
    audience.undone(step);
  }

  @Override
  public void left(Step step, Problem why) {
    asFarAsPossible(new Event.Left(number(step), why.lines()));
    audience.left(step, why);
  }

  /** A journal that cannot be written does not stop the undo: recovery can repeat the undo. */
  private void asFarAsPossible(Event event) {
    try {
      run.record(event);
    } catch (Problem unwritable) {
      // ending the operation reports the same problem
    }
  }

  /** Finds the step by identity: two steps of a plan can be equal. */
  @SuppressWarnings("ReferenceEquality")
  private int number(Step step) {
    List<Step> steps = plan.all();
    int number = 1;
    while (steps.get(number - 1) != step) {
      number++;
    }
    return number;
  }
}
