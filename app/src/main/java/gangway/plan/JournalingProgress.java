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

  /**
   * Carries out an operation and ends it; keeps it open if something could not be undone. If the
   * journal cannot record the end, the audience is told, and the result stays as it is.
   *
   * @throws Problem of kind INCONSISTENT instead of a fault outside of all steps
   */
  public static <T> T ending(OperationWriter run, Progress audience, Supplier<T> carriedOut) {
    T result;
    try {
      result = carriedOut.get();
    } catch (Problem problem) {
      if (problem.kind() == Problem.Kind.INCONSISTENT) {
        run.release();
      } else {
        end(run, audience, Outcome.UNDONE, problem.evidence());
      }
      throw problem;
    } catch (RuntimeException | Error fault) {
      run.release();
      throw Problem.faultInTheMiddle(fault);
    }
    end(run, audience, Outcome.DONE, List.of());
    return result;
  }

  /** Ends an operation; if the journal cannot record the end, tells the audience. */
  public static void end(
      OperationWriter run, Progress audience, Outcome outcome, List<String> evidence) {
    try {
      run.end(outcome, evidence);
    } catch (RuntimeException | Error fault) {
      run.release();
      audience.unrecorded(outcome, Problem.because(fault));
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
  public void stepsDone(Plan done) {
    audience.stepsDone(done);
  }

  @Override
  public void failed(Step step, Problem why) {
    asFarAsPossible(() -> run.record(new Event.Failed(number(step), why.lines())));
    asFarAsPossible(() -> audience.failed(step, why));
  }

  @Override
  public void undone(Step step) {
    asFarAsPossible(() -> run.record(new Event.Undone(number(step))));
    asFarAsPossible(() -> audience.undone(step));
  }

  @Override
  public void left(Step step, Problem why) {
    asFarAsPossible(() -> run.record(new Event.Left(number(step), why.lines())));
    asFarAsPossible(() -> audience.left(step, why));
  }

  @Override
  public void unrecorded(Outcome outcome, Problem why) {
    audience.unrecorded(outcome, why);
  }

  /**
   * Neither a journal that cannot be written nor a fault of the audience stops the undo: recovery
   * can repeat the undo.
   */
  private static void asFarAsPossible(Runnable report) {
    try {
      report.run();
    } catch (RuntimeException | Error fault) {
      // ending the operation reports a journal that cannot be written
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
