package gangway.handover;

import gangway.boot.FileEdit;
import java.util.List;
import java.util.stream.Stream;

/**
 * One step of a plan: what is done, how it is seen to have worked, and how it is taken back.
 *
 * <p>A step whose {@code after} already holds is not done; one whose {@code before} holds (again)
 * needs no undoing. So both can be run any number of times.
 *
 * @param says what it does, in the operator's words
 * @param undo what takes it back; empty where nothing can
 */
public record Step(String says, List<Act> acts, State after, List<Act> undo, State before) {
  public Step {
    acts = List.copyOf(acts);
    undo = List.copyOf(undo);
  }

  /** One that makes a file what it is to be. */
  public static Step replacing(String says, FileEdit edit) {
    return new Step(
        says,
        List.of(new Act.Replace(edit)),
        new State.FileIs(edit.file(), edit.after()),
        List.of(new Act.Replace(edit.reversed())),
        new State.FileIs(edit.file(), edit.before()));
  }

  /** The way back as a step of its own. */
  Step reversed(String otherSays) {
    return new Step(otherSays, undo, before, acts, after);
  }

  /** Whether its success can be seen; if not, a tool that fails is taken to have done nothing. */
  boolean observable() {
    return !(after instanceof State.ToldByTool);
  }

  /** Whether it is never taken back, as it does no harm. */
  boolean stays() {
    return before instanceof State.Anything;
  }

  /** Whether a reboot leaves what it changes as it is. */
  boolean survivesReboot() {
    return before.survivesReboot();
  }

  /** The files it replaces. */
  Stream<FileEdit> edits() {
    return acts.stream()
        .filter(Act.Replace.class::isInstance)
        .map(act -> ((Act.Replace) act).edit());
  }
}
