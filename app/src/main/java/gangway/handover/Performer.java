package gangway.handover;

import gangway.Problem;
import gangway.machine.ActingMachine;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Performs a plan: all of it, or, if a step fails, none of it. */
final class Performer {
  private final ActingMachine machine;
  private final Progress progress;
  private final Deque<Step> begun = new ArrayDeque<>();

  Performer(ActingMachine machine, Progress progress) {
    this.machine = machine;
    this.progress = progress;
  }

  /** One that finds steps begun by another; the last one first. */
  static Performer resuming(ActingMachine machine, Progress progress, List<Step> begun) {
    Performer performer = new Performer(machine, progress);
    performer.begun.addAll(begun);
    return performer;
  }

  /**
   * Performs the steps in order and proves each. If one fails, it and those before it are undone in
   * reverse.
   *
   * @throws Problem of kind FAILED if a step failed and all was undone, of kind INCONSISTENT if
   *     something could not be undone
   */
  void perform(Plan plan) {
    for (Step step : plan.steps()) {
      try {
        if (!step.after().holds(machine)) {
          perform(step);
        }
      } catch (RuntimeException fault) {
        Problem why = problem(fault);
        progress.failed(step, why);
        throw takenBack("could not " + step.says() + ": " + why.blocker(), why);
      }
    }
  }

  private void perform(Step step) {
    progress.begins(step);
    if (step.observable()) {
      begun.push(step);
    }
    step.acts().forEach(act -> act.perform(machine));
    if (!step.observable()) {
      begun.push(step);
    }
    if (!step.after().comes(machine)) {
      if (step.after().moot(machine)) {
        throw Problem.failed(
            "what it is done to has gone meanwhile",
            "if it was a guest, start it, and try again",
            "not so: " + step.after());
      }
      throw Problem.failed(
          "what was done cannot be seen",
          "look at the end of 'dmesg', here and in the guest",
          "not so: " + step.after());
    }
    progress.done(step);
  }

  /** Undoes all there is, and tells of it in the light of what went wrong. */
  Problem takenBack(String blocker, Problem why) {
    List<String> left = undoAll();
    List<String> evidence = new ArrayList<>();
    evidence.add(blocker);
    evidence.addAll(why.evidence());
    if (left.isEmpty()) {
      return Problem.failed(
          "failed; everything is as it was before", why.wayOut(), evidence.toArray(String[]::new));
    }
    evidence.addAll(left);
    return Problem.inconsistent(
        "failed, and not everything could be undone", why.wayOut(), evidence);
  }

  /**
   * Undoes the steps that were begun, the last one first.
   *
   * @return what could not be undone, a sentence each
   */
  List<String> undoAll() {
    List<String> left = new ArrayList<>();
    begun.forEach(step -> undo(step, left));
    return left;
  }

  private void undo(Step step, List<String> left) {
    if (step.stays()) {
      return;
    }
    if (isBack(step)) {
      progress.undone(step);
      return;
    }
    try {
      step.undo().forEach(act -> act.perform(machine));
      if (!step.before().comes(machine) && !step.before().moot(machine)) {
        throw Problem.failed("it is not seen", "", "not so: " + step.before());
      }
      progress.undone(step);
    } catch (RuntimeException fault) {
      // what complains may have done its work all the same, or what it was to do was done before
      if (isBack(step)) {
        progress.undone(step);
        return;
      }
      Problem why = problem(fault);
      progress.left(step, why);
      left.add("left: " + step.says() + " (" + why.blocker() + ")");
    }
  }

  /** Whether nothing is left of a step; of what cannot be looked at, all may be. */
  private boolean isBack(Step step) {
    try {
      return step.before().holds(machine) || step.before().moot(machine);
    } catch (RuntimeException e) {
      return false;
    }
  }

  private static Problem problem(RuntimeException fault) {
    return fault instanceof Problem problem ? problem : Problem.fault(fault);
  }
}
