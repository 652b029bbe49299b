package gangway.plan;

import gangway.boot.FileEdit;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One step of a plan: its actions, the condition that proves them, and the undo.
 *
 * <p>A step whose {@code after} is already met is not performed; a step whose {@code before} is met
 * needs no undo. So both can be repeated.
 *
 * @param says what the step does, in the imperative, for the operator
 * @param undo the actions that undo the step; empty if it cannot be undone
 */
public record Step(
    String says, List<Action> acts, Condition after, List<Action> undo, Condition before) {
  public Step {
    acts = List.copyOf(acts);
    undo = List.copyOf(undo);
  }

  /** A step that edits a file. */
  public static Step replacing(String says, FileEdit edit) {
    return new Step(
        says,
        List.of(new Action.ReplaceFile(edit)),
        new Condition.FileIs(edit.file(), edit.after()),
        List.of(new Action.ReplaceFile(edit.reversed())),
        new Condition.FileIs(edit.file(), edit.before()));
  }

  /** A step that is never undone, for the completion of a plan. */
  public static Step lasting(String says, List<Action> acts, Condition after) {
    return new Step(says, acts, after, List.of(), new Condition.NeverUndone());
  }

  /** The undo as a step of its own. */
  public Step reversed(String otherSays) {
    return new Step(otherSays, undo, before, acts, after);
  }

  /**
   * Whether success can be verified; if not, a tool that reports a failure is assumed to have done
   * nothing.
   */
  boolean observable() {
    return !(after instanceof Condition.NotVerifiable);
  }

  /** Whether the step is never undone, because it does no harm. */
  boolean stays() {
    return before instanceof Condition.NeverUndone;
  }

  /** Whether the undo makes the state that the step makes, by the same actions. */
  public boolean isRepeatedByUndo() {
    return acts.equals(undo);
  }

  /** Whether no earlier step may be undone unless this one is known to be undone. */
  boolean bars() {
    return before instanceof Condition.UndoBarrier;
  }

  /** The condition whose step may not be undone unless this one is known to be undone. */
  Optional<Condition> builtOn() {
    return before instanceof Condition.UndoneFirst(_, Condition made)
        ? Optional.of(made)
        : Optional.empty();
  }

  /** Whether the change survives a reboot. */
  public boolean survivesReboot() {
    return before.survivesReboot();
  }

  /** The files that the step edits. */
  public Stream<Path> files() {
    return edits().map(FileEdit::file);
  }

  /** The files that the step creates, edits, renames or deletes by itself, without a program. */
  Stream<Path> written() {
    return changes().flatMap(FileChange::written);
  }

  /** What the step does to files by itself, without a program. */
  public Stream<FileChange> changes() {
    return acts.stream()
        .flatMap(act ->
            switch (act) {
              case Action.ReplaceFile(FileEdit edit) -> Stream.of(new FileChange.Edited(edit));
              case Action.ReplaceExecutable(FileEdit edit) ->
                  Stream.of(new FileChange.Edited(edit));
              case Action.Create(Path file, String text, _) ->
                  Stream.of(
                      new FileChange.Edited(
                          new FileEdit(file, Optional.empty(), Optional.of(text))));
              case Action.Move(Path from, Path to) -> Stream.of(new FileChange.Renamed(from, to));
              case Action.DeleteFile(Path file) -> Stream.of(new FileChange.Deleted(file));
              case Action.DeleteLeftover(Path file) -> Stream.of(new FileChange.Deleted(file));
              default -> Stream.of();
            });
  }

  /** The edits of files. */
  Stream<FileEdit> edits() {
    return acts.stream()
        .flatMap(act ->
            switch (act) {
              case Action.ReplaceFile(FileEdit edit) -> Stream.of(edit);
              case Action.ReplaceExecutable(FileEdit edit) -> Stream.of(edit);
              default -> Stream.of();
            });
  }
}
