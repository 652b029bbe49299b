package gangway.handover;

import gangway.Problem;
import gangway.journal.Event;
import gangway.journal.Outcome;
import gangway.journal.RunWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Tells of the steps to the journal, and then to whoever looks on. */
record Recorded(RunWriter run, Plan plan, Progress audience) implements Progress {

  /**
   * Carries out what a run is for, and ends the run, unless something of it could not be undone.
   */
  static <T> T ending(RunWriter run, Supplier<T> carriedOut) {
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
    asFarAsPossible(new Event.Failed(number(step), lines(why)));
    audience.failed(step, why);
  }

  @Override
  public void undone(Step step) {
    asFarAsPossible(new Event.Undone(number(step)));
    audience.undone(step);
  }

  @Override
  public void left(Step step, Problem why) {
    asFarAsPossible(new Event.Left(number(step), lines(why)));
    audience.left(step, why);
  }

  /** On the way back the host matters more than the journal: undoing may be done once more. */
  private void asFarAsPossible(Event event) {
    try {
      run.record(event);
    } catch (Problem unwritable) {
      // the end cannot be recorded either, which is said then
    }
  }

  /** Two steps of a plan may say the same; the one meant is the one that is given. */
  @SuppressWarnings("ReferenceEquality")
  private int number(Step step) {
    int number = 1;
    while (plan.steps().get(number - 1) != step) {
      number++;
    }
    return number;
  }

  private static List<String> lines(Problem why) {
    List<String> lines = new ArrayList<>(List.of(why.blocker()));
    lines.addAll(why.evidence());
    return lines;
  }
}
