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

  Performer(ActingMachine machine, Progress progress) {
    this.machine = machine;
    this.progress = progress;
  }

  /**
   * Performs the steps in order and proves each. If one fails, it and those before it are undone in
   * reverse.
   *
   * @throws Problem of kind FAILED if a step failed and all was undone, of kind INCONSISTENT if
   *     something could not be undone
   */
  void perform(Plan plan) {
    Deque<Step> begun = new ArrayDeque<>();
    for (Step step : plan.steps()) {
      if (step.after().holds(machine)) {
        continue;
      }
      progress.begins(step);
      if (step.observable()) {
        begun.push(step);
      }
      try {
        step.acts().forEach(act -> act.perform(machine));
        if (!step.observable()) {
          begun.push(step);
        }
        if (!step.after().comes(machine)) {
          throw Problem.failed(
              "what was done cannot be seen",
              "look at the end of 'dmesg', here and in the guest",
              "not so: " + step.after());
        }
        progress.done(step);
      } catch (Problem why) {
        progress.failed(step, why);
        throw undone(begun, step, why);
      } catch (RuntimeException fault) {
        Problem why = Problem.fault(fault);
        progress.failed(step, why);
        throw undone(begun, step, why);
      }
    }
  }

  private Problem undone(Deque<Step> begun, Step failed, Problem why) {
    List<String> left = new ArrayList<>();
    for (Step step : begun) {
      undo(step, left);
    }
    List<String> evidence = new ArrayList<>();
    evidence.add("could not " + failed.says() + ": " + why.blocker());
    evidence.addAll(why.evidence());
    if (left.isEmpty()) {
      return Problem.failed(
          "failed; everything is as it was before", why.wayOut(), evidence.toArray(String[]::new));
    }
    evidence.addAll(left);
    return Problem.inconsistent(
        "failed, and not everything could be undone", why.wayOut(), evidence);
  }

  private void undo(Step step, List<String> left) {
    if (step.before().holds(machine)) {
      return;
    }
    try {
      step.undo().forEach(act -> act.perform(machine));
      if (!step.before().comes(machine)) {
        throw Problem.failed("it is not seen", "", "not so: " + step.before());
      }
      progress.undone(step);
    } catch (Problem why) {
      progress.left(step, why);
      left.add("left: " + step.says() + " (" + why.blocker() + ")");
    }
  }
}
