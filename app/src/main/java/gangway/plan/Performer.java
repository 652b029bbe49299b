package gangway.plan;

import gangway.Problem;
import gangway.machine.WritableMachine;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Performs a plan; if a step fails, undoes it. Completes a plan when all its steps are done.
 *
 * <p>An Error, such as an OutOfMemoryError, is a failure like any other: the host must not be left
 * half changed.
 */
public final class Performer {
  private final WritableMachine machine;
  private final Progress progress;
  private final Deque<Step> begun = new ArrayDeque<>();

  /** The steps that another process has begun, also those that it has undone. */
  private final List<Step> past;

  private Optional<String> undoRemedy = Optional.empty();

  public Performer(WritableMachine machine, Progress progress) {
    this(machine, progress, List.of());
  }

  private Performer(WritableMachine machine, Progress progress, List<Step> past) {
    this.machine = machine;
    this.progress = progress;
    this.past = List.copyOf(past);
  }

  /** A performer for steps that began in another plan, or in another process. */
  public static Performer resuming(WritableMachine machine, Progress progress, BegunSteps begun) {
    Performer performer = new Performer(machine, progress, begun.ever());
    performer.begun.addAll(begun.open());
    return performer;
  }

  /** The steps that began, the last one first: undone if a later plan fails. */
  public List<Step> begun() {
    return List.copyOf(begun);
  }

  /**
   * Performs the steps in order and verifies each. If a step fails, that step and the steps before
   * it are undone in reverse order. When all steps are done, performs the completion.
   *
   * @throws Problem of kind FAILED if a step failed and all was undone, of kind INCONSISTENT if
   *     something could not be undone, or the completion failed
   */
  public void perform(Plan plan) {
    for (Step step : plan.steps()) {
      try {
        if (!step.after().isMet(machine)) {
          perform(step);
        }
      } catch (RuntimeException | Error fault) {
        if (!isDoneForGood(plan, step)) {
          Problem why = Problem.because(fault);
          progress.failed(step, why);
          throw takenBack("could not " + step.says() + ": " + why.blocker(), why);
        }
        report(step);
      }
    }
    try {
      progress.stepsDone(plan);
    } catch (RuntimeException | Error fault) {
      Problem why = Problem.because(fault);
      throw takenBack(why.blocker(), why);
    }
    complete(plan);
  }

  /**
   * Performs the completion of a plan whose steps are all done. Can be repeated.
   *
   * @throws Problem of kind INCONSISTENT if a step failed; the steps before it are done
   */
  public void complete(Plan plan) {
    for (Step step : plan.completing()) {
      try {
        if (!step.after().isMet(machine)) {
          perform(step);
        }
      } catch (RuntimeException | Error fault) {
        Problem why = Problem.because(fault);
        progress.failed(step, why);
        throw Problem.inconsistent(
            "not complete: could not " + step.says(),
            "fix the cause, then run 'gangway recover', which performs the remaining steps",
            why.lines());
      }
    }
  }

  private void perform(Step step) {
    // a step that is refused before its first action has not begun: there is nothing to undo
    step.acts().stream().findFirst().ifPresent(act -> act.mustBePossible(machine));
    progress.begins(step);
    begun.push(step);
    try {
      step.acts().forEach(act -> act.perform(machine));
    } catch (Problem why) {
      if (why.byTool() && !step.observable()) {
        begun.pop();
      }
      throw why;
    }
    if (!step.after().awaitMet(machine)) {
      if (step.after().isMoot(machine)) {
        throw Problem.failed(
            "the guest has stopped or restarted in the meantime",
            "if the guest is off, start it; then run the command again",
            Stream.concat(
                    Stream.of("not met: " + step.after()), step.after().mootWarning().stream())
                .toArray(String[]::new));
      }
      throw Problem.failed(
          "the step had no effect",
          "see the last lines of 'dmesg', in dom0 and in the guest",
          "not met: " + step.after());
    }
    progress.done(step);
  }

  /**
   * Whether the last step failed, but had its effect, and cannot or need not be undone: a guest is
   * saved and gone, or a record that nothing needs is removed. The plan is then done.
   */
  private boolean isDoneForGood(Plan plan, Step step) {
    try {
      return step.equals(plan.steps().getLast())
          && begun.contains(step)
          && step.after().isMet(machine)
          && (step.undo().stream().allMatch(Action::onlyCleansUp) || step.before().isMet(machine));
    } catch (RuntimeException | Error unreadable) {
      return false;
    }
  }

  /** Recovery observes a step that the journal does not show as done. */
  private void report(Step step) {
    try {
      progress.done(step);
    } catch (RuntimeException | Error unwritable) {
      // the end of the operation reports a journal that cannot be written
    }
  }

  /** Undoes the steps that began, and returns the problem to report. */
  public Problem takenBack(String blocker, Problem why) {
    List<String> left = undoAll();
    List<String> evidence = new ArrayList<>();
    evidence.add(blocker);
    evidence.addAll(why.evidence());
    if (left.isEmpty()) {
      return Problem.failed(
          "failed; everything is as it was before", why.remedy(), evidence.toArray(String[]::new));
    }
    evidence.addAll(left);
    return Problem.inconsistent(
        "failed, and not everything could be undone", undoRemedy.orElse(why.remedy()), evidence);
  }

  /** What to do about the last step that could not be undone, if the undo of that step says so. */
  public Optional<String> undoRemedy() {
    return undoRemedy;
  }

  /**
   * Undoes the steps that began, the last one first.
   *
   * @return one sentence for each step that could not be undone
   */
  public List<String> undoAll() {
    List<String> left = new ArrayList<>();
    Map<Condition, Step> builtOn = new HashMap<>();
    for (Step step : begun) {
      int before = left.size();
      Step later = builtOn.get(step.after());
      if (later == null) {
        undo(step, left);
      } else {
        leave(step, Problem.failed("first, this must be undone: " + later.says(), ""), left);
      }
      if (left.size() == before) {
        continue;
      }
      if (step.bars()) {
        left.add(
            "nothing before that step was undone, because it is not known that " + step.before());
        break;
      }
      step.builtOn().ifPresent(made -> builtOn.put(made, step));
    }
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
      if (!step.before().awaitMet(machine) && !step.before().isMoot(machine)) {
        throw Problem.failed("the undo had no effect", "", "not met: " + step.before());
      }
      progress.undone(step);
    } catch (RuntimeException | Error fault) {
      cleanUp(step);
      // a command that fails may have succeeded in part, or had nothing left to do
      if (isBack(step)) {
        progress.undone(step);
        return;
      }
      Problem why = Problem.because(fault);
      leave(step, why, left);
      if (why.kind() == Problem.Kind.INCONSISTENT) {
        // several steps can have the same cause
        why.evidence().stream().filter(line -> !left.contains(line)).forEach(left::add);
        undoRemedy = Optional.of(why.remedy());
      }
    }
  }

  private void leave(Step step, Problem why, List<String> left) {
    progress.left(step, why);
    left.add("not undone: " + step.says() + " (" + why.blocker() + ")");
  }

  /** Removes what the actions of a failed undo have left, as far as possible. */
  private void cleanUp(Step step) {
    for (Action act : step.undo()) {
      if (act.onlyCleansUp()) {
        try {
          act.perform(machine);
        } catch (RuntimeException | Error unremoved) {
          // the condition of the undo then tells that something is left
        }
      }
    }
  }

  /**
   * The steps that began and are not certainly undone; observes the machine and changes nothing.
   */
  public List<Step> perhapsDone() {
    return begun.stream().filter(step -> !step.stays() && !isCertainlyUndone(step)).toList();
  }

  private boolean isCertainlyUndone(Step step) {
    try {
      return isUndone(step);
    } catch (RuntimeException | Error unreadable) {
      return false;
    }
  }

  /** Whether a step is already undone; false if the machine cannot be read. */
  private boolean isBack(Step step) {
    try {
      return step.before().isMoot(machine) || isUndone(step);
    } catch (RuntimeException | Error unreadable) {
      return false;
    }
  }

  /**
   * Whether a step is undone, alone or together with the earlier steps that it needs: a function
   * that has its driver again is neither bound to pciback nor without a driver.
   */
  private boolean isUndone(Step step) {
    return step.before().isMet(machine)
        || (!step.after().isMet(machine)
            && parts(step.before()).allMatch(part -> part.isMet(machine) || isUndone(step, part)));
  }

  /** Whether a condition of a step was made by an earlier step, which is undone. */
  private boolean isUndone(Step step, Condition made) {
    return (past.contains(step) ? past : begun)
        .stream()
            .dropWhile(later -> !later.equals(step))
            .skip(1)
            .anyMatch(earlier -> earlier.after().equals(made) && isUndone(earlier));
  }

  private static Stream<Condition> parts(Condition condition) {
    return switch (condition) {
      case Condition.All(List<Condition> parts) -> parts.stream();
      case Condition.OrderOfUndo order -> parts(order.state());
      default -> Stream.of(condition);
    };
  }
}
