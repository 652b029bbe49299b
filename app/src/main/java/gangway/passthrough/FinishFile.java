package gangway.passthrough;

import gangway.boot.FileEdit;
import gangway.machine.Machine;
import gangway.machine.WritableMachine;
import gangway.plan.Action;
import java.util.Optional;

/**
 * Replaces a file that can have another text in the meantime, which it has while a program runs.
 *
 * @param meanwhile that text
 */
public record FinishFile(FileEdit edit, String meanwhile) implements Action {
  @Override
  public void perform(WritableMachine machine) {
    machine.sweep(edit.file());
    at(machine).perform(machine);
  }

  @Override
  public void mustBePossible(Machine machine) {
    at(machine).mustBePossible(machine);
  }

  private Action at(Machine machine) {
    Optional<String> other = Optional.of(meanwhile);
    return new Action.ReplaceFile(
        machine.exact(edit.file()).equals(other)
            ? new FileEdit(edit.file(), other, edit.after())
            : edit);
  }

  @Override
  public String toString() {
    return new Action.ReplaceFile(edit).toString();
  }
}
