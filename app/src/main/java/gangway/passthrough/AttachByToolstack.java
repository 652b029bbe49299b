package gangway.passthrough;

import gangway.machine.Command;
import gangway.machine.Machine;
import gangway.machine.WritableMachine;
import gangway.plan.Action;

/**
 * Runs the toolstack's command that attaches a function to a guest, unless another program saves or
 * migrates the guest.
 *
 * <p>See docs/decisions/0031-an-attach-finds-the-saving-process.md.
 */
public record AttachByToolstack(int domid, Command command) implements Action {
  @Override
  public void perform(WritableMachine machine) {
    new Run(command).perform(machine);
  }

  @Override
  public void mustBePossible(Machine machine) {
    SavedByOthers.mustNotBe(machine, domid);
  }

  @Override
  public String toString() {
    return "run " + command;
  }
}
