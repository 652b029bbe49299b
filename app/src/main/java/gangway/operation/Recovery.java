package gangway.operation;

import gangway.Problem;
import gangway.host.Inventory;
import gangway.journal.Author;
import gangway.journal.Event;
import gangway.journal.Journal;
import gangway.journal.Operation;
import gangway.journal.OperationWriter;
import gangway.journal.Outcome;
import gangway.machine.CommandMarks;
import gangway.machine.WritableMachine;
import gangway.pci.PciAddress;
import gangway.plan.BegunSteps;
import gangway.plan.JournalingProgress;
import gangway.plan.Performer;
import gangway.plan.Progress;
import gangway.plan.Step;
import gangway.plan.UndoRecord;
import gangway.request.Request;
import gangway.request.Request.Reach;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Recovers from an interrupted operation: brings the host to the state before the operation, or, if
 * all steps were done, completes the plan and confirms the state after it.
 *
 * <p>Within the same boot, recovery undoes every step that began. After a reboot, drivers and
 * guests have lost the changes, and recovery undoes only files. But the host may have booted with
 * the changed files and hidden other functions than before; recovery then hides and unhides these
 * functions.
 *
 * <p>See docs/decisions/0003-undo-interrupted-operations.md.
 */
public final class Recovery {
  /** The limit of the longest command. */
  private static final Duration ORPHANS_LIMIT = Duration.ofMinutes(15);

  private final WritableMachine machine;
  private final Author author;
  private final Progress progress;

  public Recovery(WritableMachine machine, Author author, Progress progress) {
    this.machine = machine;
    this.author = author;
    this.progress = progress;
  }

  /**
   * Recovers from one operation, and ends it.
   *
   * @return how the operation ended
   * @throws Problem of kind REFUSED if another process recovers the operation, or has recovered it;
   *     of kind FAILED if the host is as before the operation, or as planned, and only the journal
   *     cannot record this; of kind INCONSISTENT if something could not be undone; the operation
   *     then stays open
   */
  public Outcome recover(Operation run) {
    // not the last author, who may have taken the operation over after a reboot
    boolean sameBoot = run.header().author().ofThisBoot(machine);
    // the journal of another version stays as that version wrote it
    planned(run).ifPresent(plan -> parsed(run, plan));
    OperationWriter writer = takenOver(run, sameBoot);
    try {
      return recovered(run, sameBoot, writer);
    } catch (Problem problem) {
      writer.release();
      // the operation was taken over, so that a refusal in the middle is not one before it
      throw problem.kind() == Problem.Kind.INCONSISTENT
          ? problem
          : Problem.inconsistent(problem.blocker(), problem.remedy(), problem.evidence());
    } catch (RuntimeException | Error fault) {
      writer.release();
      throw Problem.faultInTheMiddle(fault);
    }
  }

  private Outcome recovered(Operation run, boolean sameBoot, OperationWriter writer) {
    if (run.end().isPresent()) {
      writer.close();
      return run.end().get().outcome();
    }
    Optional<String> plan = planned(run);
    if (run.steps().isEmpty() || (plan.isEmpty() && run.openSteps().isEmpty())) {
      JournalingProgress.end(writer, progress, Outcome.UNDONE, List.of("no step had begun"));
      return Outcome.UNDONE;
    }
    if (plan.isEmpty()) {
      throw noPlan(run, "its file does not exist");
    }
    UndoRecord undertaking = parsed(run, plan.get());
    progress.planned(run.id(), undertaking.plan());
    // the conditions of a plan without a request can be verified after a reboot, too
    boolean seen = sameBoot || undertaking.request().isEmpty();
    if (seen && finished(run, undertaking)) {
      new Performer(writer.machine(), new JournalingProgress(writer, undertaking.plan(), progress))
          .complete(undertaking.plan());
      JournalingProgress.end(
          writer, progress, Outcome.DONE, List.of("all steps were done before the interruption"));
      return Outcome.DONE;
    }
    Performer undo = undo(run, undertaking, sameBoot, writer);
    Settlement settlement = new Settlement(run, machine, author, progress);
    RestartedGuests restarted = new RestartedGuests(undertaking, settlement);
    // before a function leaves pciback or goes to another guest; for one request, the order is free
    List<String> kept =
        sameBoot && undertaking.requests().size() > 1 ? restarted.giveBack() : List.of();
    List<String> left = undo.undoAll();
    if (left.isEmpty()) {
      left = sameBoot ? restarted.settle() : settleHidden(settlement, undertaking);
    } else {
      left = Stream.concat(left.stream(), kept.stream()).toList();
    }
    if (!left.isEmpty()) {
      throw Problem.inconsistent(
          "not everything of 'gangway " + run.command() + "' could be undone",
          undo.undoRemedy()
              .orElse(
                  "fix what is listed above and run 'gangway recover' again; to keep the host as it"
                      + " is: 'gangway recover --as-is'"),
          left);
    }
    JournalingProgress.end(writer, progress, Outcome.UNDONE, List.of());
    return Outcome.UNDONE;
  }

  /** The plan of an operation that has not ended; empty if no step had begun. */
  private Optional<String> planned(Operation run) {
    return run.end().isPresent() || run.steps().isEmpty()
        ? Optional.empty()
        : new Journal(machine).plan(run);
  }

  /** Takes the operation over; if the journal cannot record this, says what the host is like. */
  private OperationWriter takenOver(Operation run, boolean sameBoot) {
    try {
      return takenOver(run);
    } catch (Problem why) {
      throw why.kind() == Problem.Kind.FAILED
          ? unrecorded(run, sameBoot, new UnwritableJournal(run, why))
          : why;
    }
  }

  /** Observes what an operation has changed that nobody can take over now. */
  private Problem unrecorded(Operation run, boolean sameBoot, UnwritableJournal journal) {
    Optional<String> command = machine.awaitOrphans(marks(run), Duration.ZERO);
    if (command.isPresent()) {
      return journal.inDoubt(List.of("still running: " + command.get()));
    }
    Optional<Outcome> end = run.end().map(Event.Ended::outcome);
    if (end.equals(Optional.of(Outcome.UNDONE)) || (end.isEmpty() && run.openSteps().isEmpty())) {
      return journal.afterUndo();
    }
    if (end.equals(Optional.of(Outcome.DONE))) {
      return journal.afterCompletion();
    }
    Optional<UndoRecord> undertaking = planned(run).map(plan -> parsed(run, plan));
    if (undertaking.isEmpty() || !sameBoot) {
      return journal.inDoubt(List.of());
    }
    UndoRecord plan = undertaking.get();
    if (finished(run, plan)
        && plan.plan().completing().stream().allMatch(step -> step.after().isMet(machine))) {
      return journal.afterCompletion();
    }
    List<Step> doubtful =
        Performer.resuming(machine, progress, begun(run, plan)).perhapsDone().stream()
            // whether or not its actions were performed, the host is as before, or as undone
            .filter(step ->
                !step.isRepeatedByUndo() || plan.plan().all().indexOf(step) + 1 < run.lastBegun())
            .toList();
    return doubtful.isEmpty()
        ? journal.afterUndo()
        : journal.inDoubt(
            doubtful.stream().map(step -> "not certainly undone: " + step.says()).toList());
  }

  private static BegunSteps begun(Operation run, UndoRecord undertaking) {
    return new BegunSteps(
        steps(run.openSteps(), undertaking), steps(run.begunSteps(), undertaking));
  }

  private static List<Step> steps(List<Integer> numbers, UndoRecord undertaking) {
    return numbers.stream().map(number -> undertaking.plan().all().get(number - 1)).toList();
  }

  /** Takes the operation over, and waits until all commands that it started have ended. */
  private OperationWriter takenOver(Operation run) {
    OperationWriter writer = OperationWriter.takeOver(machine, author, run);
    try {
      awaitOrphans(marks(run));
      return writer;
    } catch (RuntimeException | Error fault) {
      writer.release();
      throw fault;
    }
  }

  /** The commands of an operation of an earlier version are marked with its process ID. */
  private CommandMarks marks(Operation run) {
    return new CommandMarks(
        new Journal(machine).running().family(run),
        run.authors().stream()
            .filter(before -> before.ofThisBoot(machine))
            .map(Author::pid)
            .collect(Collectors.toUnmodifiableSet()));
  }

  private void awaitOrphans(CommandMarks marks) {
    machine.awaitOrphans(marks, Duration.ZERO).ifPresent(progress::awaits);
    Optional<String> left = machine.awaitOrphans(marks, ORPHANS_LIMIT);
    if (left.isPresent()) {
      throw Problem.inconsistent(
          "a command of the interrupted operation is still running",
          "wait until the command ends, or kill it; then run 'gangway recover' again",
          List.of(left.get()));
    }
  }

  private static UndoRecord parsed(Operation run, String plan) {
    try {
      return Features.PLANS.parse(plan, UndoRecord.class);
    } catch (IllegalArgumentException e) {
      throw noPlan(run, String.valueOf(e.getMessage()));
    }
  }

  private static Problem noPlan(Operation run, String reason) {
    return Problem.inconsistent(
        "the plan of 'gangway " + run.command() + "' cannot be read",
        "check the host with 'gangway devices' and 'gangway doctor'; to keep the host as it is:"
            + " 'gangway recover --as-is'",
        List.of("written by gangway " + run.header().version(), reason));
  }

  /**
   * Whether all steps are done. After a failure, only a plan with a completion can be finished: the
   * step after which the only safe way is forward may have succeeded although its command failed.
   */
  private boolean finished(Operation run, UndoRecord undertaking) {
    List<Step> steps = undertaking.plan().steps();
    boolean undoing = undertaking.plan().completion().isPresent() ? run.undone() : run.failed();
    if (undoing
        || !IntStream.range(0, steps.size())
            .allMatch(i -> run.done(i + 1) || steps.get(i).after().isMet(machine))) {
      return false;
    }
    try {
      undertaking.requests().forEach(request -> RequestPerformer.verified(machine, request));
      return true;
    } catch (Problem notSo) {
      return false;
    }
  }

  private Performer undo(
      Operation run, UndoRecord undertaking, boolean sameBoot, OperationWriter writer) {
    BegunSteps begun = begun(run, undertaking);
    List<Step> open =
        begun.open().stream().filter(step -> sameBoot || step.survivesReboot()).toList();
    open.stream().flatMap(Step::files).forEach(machine::sweep);
    return Performer.resuming(
        writer.machine(),
        new JournalingProgress(writer, undertaking.plan(), progress),
        new BegunSteps(open, begun.ever()));
  }

  /** Hides and unhides the functions that the last boot left in another state than before. */
  private static List<String> settleHidden(Settlement settlement, UndoRecord undertaking) {
    List<PciAddress> functions =
        undertaking.requests().stream()
            .filter(request -> request.lasting() && request.guestName().isEmpty())
            .flatMap(request -> request.functions().stream())
            .toList();
    if (functions.isEmpty()) {
      return List.of();
    }
    Inventory inventory = settlement.inventory();
    List<String> left = new ArrayList<>();
    for (PciAddress function : functions) {
      boolean was = undertaking.hidden().contains(function);
      if (inventory.at(function).isPresent()
          && was != RequestPerformer.hidden(inventory, function)) {
        Set<Reach> now = Set.of(Reach.NOW);
        left.addAll(
            settlement.perform(
                was
                    ? new Request.Hide(List.of(function), now)
                    : new Request.Unhide(List.of(function), now)));
      }
    }
    return left;
  }

  /** Ends an operation and keeps the host as it is. */
  public void leaveAsItIs(Operation run) {
    try {
      OperationWriter writer = takenOver(run);
      try {
        writer.end(Outcome.LEFT, List.of("an operator kept the host as it is"));
      } catch (RuntimeException | Error fault) {
        writer.release();
        throw fault;
      }
    } catch (Problem why) {
      throw why.kind() == Problem.Kind.FAILED ? new UnwritableJournal(run, why).asItIs() : why;
    }
  }
}
