package gangway.plan;

import gangway.Problem;
import gangway.boot.FileEdit;
import gangway.machine.Command;
import gangway.machine.Machine;
import gangway.machine.Result;
import gangway.machine.WritableMachine;
import java.nio.file.Path;
import java.util.Optional;

/**
 * One action on a machine. An action is data: it can be printed, written to the journal and
 * performed later.
 */
public interface Action {

  /**
   * Performs the action.
   *
   * @throws Problem of kind FAILED if the action fails
   */
  void perform(WritableMachine machine);

  /**
   * Checks what can be checked before the action. Changes nothing.
   *
   * @throws Problem of kind FAILED if the action would fail
   */
  default void mustBePossible(Machine machine) {}

  /**
   * Whether the action, in an undo, only removes what a failed step has left, and does not undo a
   * step that succeeded.
   */
  default boolean onlyCleansUp() {
    return false;
  }

  /** Writes a value to a kernel attribute, such as a file in sysfs. */
  record Write(Path file, String value) implements Action {
    @Override
    public void perform(WritableMachine machine) {
      machine.write(file, value);
    }

    @Override
    public String toString() {
      return "write " + value + " to " + file;
    }
  }

  /** Replaces, writes or deletes a file, if nobody else changed it since the plan was made. */
  record ReplaceFile(FileEdit edit) implements Action {
    @Override
    public void perform(WritableMachine machine) {
      if (!prepared(machine, edit).equals(edit.after())) {
        edit.after()
            .ifPresentOrElse(
                text -> machine.replace(edit.file(), text), () -> machine.delete(edit.file()));
      }
    }

    @Override
    public void mustBePossible(Machine machine) {
      possible(machine, edit);
    }

    private static Optional<String> prepared(WritableMachine machine, FileEdit edit) {
      machine.sweep(edit.file());
      return possible(machine, edit);
    }

    /** The text of the file, which is that before or that after the edit. */
    private static Optional<String> possible(Machine machine, FileEdit edit) {
      Optional<String> now = machine.exact(edit.file());
      if (!now.equals(edit.after()) && !now.equals(edit.before())) {
        throw Problem.failed(
            edit.file() + " was changed by another program in the meantime",
            "check what changed the file, then run the command again");
      }
      return now;
    }

    private static String words(FileEdit edit) {
      String how =
          edit.after().isEmpty() ? "delete " : edit.before().isEmpty() ? "write " : "edit ";
      return how + edit.file();
    }

    @Override
    public String toString() {
      return words(edit);
    }
  }

  /** The same for a script that programs execute: it gets mode 0755. */
  record ReplaceExecutable(FileEdit edit) implements Action {
    private static final int MODE = 0755;

    @Override
    public void perform(WritableMachine machine) {
      ReplaceFile.prepared(machine, edit);
      edit.after()
          .ifPresentOrElse(
              text -> machine.replace(edit.file(), text, MODE), () -> machine.delete(edit.file()));
    }

    @Override
    public void mustBePossible(Machine machine) {
      ReplaceFile.possible(machine, edit);
    }

    @Override
    public String toString() {
      return ReplaceFile.words(edit);
    }
  }

  /** Checks a precondition: without it, the next action would do harm. Changes nothing. */
  record Require(Condition state) implements Action {
    @Override
    public void perform(WritableMachine machine) {
      mustBePossible(machine);
    }

    @Override
    public void mustBePossible(Machine machine) {
      if (!state.isMet(machine)) {
        throw Problem.failed(
            "precondition no longer met: " + state,
            "the host changed in the meantime, run the command again");
      }
    }

    @Override
    public String toString() {
      return "check that " + state;
    }
  }

  /** Runs a command; every exit code except 0 is a failure. */
  record Run(Command command) implements Action {
    @Override
    public void perform(WritableMachine machine) {
      mustBeOk(command, machine.run(command));
    }

    public static void mustBeOk(Command command, Result result) {
      if (!result.ok()) {
        throw Problem.failedByTool(
            "'" + command + "' failed with exit code " + result.exit(),
            "see its error output above",
            result.complaint().toArray(String[]::new));
      }
    }

    @Override
    public String toString() {
      return "run " + command;
    }
  }

  /** Runs a command; its exit code counts only if the expected condition is not met. */
  record RunFor(Command command, Condition hoped) implements Action {
    @Override
    public void perform(WritableMachine machine) {
      Result result = machine.run(command);
      if (!result.ok() && !hoped.awaitMet(machine)) {
        Run.mustBeOk(command, result);
      }
    }

    @Override
    public String toString() {
      return "run " + command;
    }
  }

  /** Runs a command unless a condition is already met. */
  record RunUnless(Condition state, Command command) implements Action {
    @Override
    public void perform(WritableMachine machine) {
      if (!state.isMet(machine)) {
        new Run(command).perform(machine);
      }
    }

    @Override
    public String toString() {
      return "run %s, unless %s".formatted(command, state);
    }
  }

  /** Deletes a file, with any content. */
  record DeleteFile(Path file) implements Action {
    @Override
    public void perform(WritableMachine machine) {
      machine.delete(file);
    }

    @Override
    public String toString() {
      return "delete " + file;
    }
  }

  /** Deletes what a failed program may have left, such as a part of a new initramfs image. */
  record DeleteLeftover(Path file) implements Action {
    @Override
    public void perform(WritableMachine machine) {
      machine.delete(file);
    }

    @Override
    public boolean onlyCleansUp() {
      return true;
    }

    @Override
    public String toString() {
      return "delete %s, if a program has left it".formatted(file);
    }
  }

  /**
   * Creates a folder with a mode, or sets the mode of an existing folder; the mode is that of
   * chmod(1).
   */
  record MakeFolder(Path folder, int mode) implements Action {
    @Override
    public void perform(WritableMachine machine) {
      machine.makeFolder(folder, mode);
    }

    @Override
    public String toString() {
      return "create the folder %s with mode %o".formatted(folder, mode);
    }
  }

  /** Creates a file that does not exist yet, with a mode; the mode is that of chmod(1). */
  record Create(Path file, String text, int mode) implements Action {
    @Override
    public void perform(WritableMachine machine) {
      machine.sweep(file);
      mustBePossible(machine);
      machine.replace(file, text, mode);
    }

    @Override
    public void mustBePossible(Machine machine) {
      if (machine.exists(file)) {
        throw Problem.failed(
            file + " was created by another program in the meantime",
            "check what created the file, then run the command again");
      }
    }

    @Override
    public String toString() {
      return "write %s with mode %o".formatted(file, mode);
    }
  }

  /** Renames a file; a file that already has the new name is replaced. */
  record Move(Path from, Path to) implements Action {
    @Override
    public void perform(WritableMachine machine) {
      machine.move(from, to);
    }

    @Override
    public String toString() {
      return "rename %s to %s".formatted(from, to);
    }
  }

  /** Flushes to the disk what a program has written to a file (fsync(2)). */
  record Sync(Path file) implements Action {
    @Override
    public void perform(WritableMachine machine) {
      machine.sync(file);
    }

    @Override
    public String toString() {
      return "flush %s to the disk".formatted(file);
    }
  }

  /** Deletes a folder if the folder is empty. */
  record DiscardEmpty(Path folder) implements Action {
    @Override
    public void perform(WritableMachine machine) {
      if (machine.list(folder).isEmpty()) {
        machine.delete(folder);
      }
    }

    @Override
    public String toString() {
      return "delete the folder %s if it is empty".formatted(folder);
    }
  }
}
