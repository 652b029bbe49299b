package gangway.passthrough;

import gangway.Problem;
import gangway.machine.Machine;
import gangway.machine.WritableMachine;
import gangway.pci.identity.HardwareRecord;
import gangway.plan.Action;
import gangway.plan.Condition;
import gangway.plan.Step;
import java.util.List;
import java.util.Optional;

/**
 * Replaces the file of acknowledged devices, if nobody else changed it since the plan was made.
 * Unlike other files, every operation that gives a function away may add a device to this one.
 *
 * @param before its text before; empty if the file does not exist
 * @param after its text after; empty to delete the file
 */
public record ReplaceHardwareRecord(Optional<String> before, Optional<String> after)
    implements Action {

  /** The step that replaces the file. */
  public static Step step(String says, Optional<String> before, Optional<String> after) {
    ReplaceHardwareRecord replace = new ReplaceHardwareRecord(before, after);
    return new Step(
        says,
        List.of(replace),
        new Condition.FileIs(HardwareRecord.FILE, after),
        List.of(new ReplaceHardwareRecord(after, before)),
        new Condition.FileIs(HardwareRecord.FILE, before));
  }

  @Override
  public void perform(WritableMachine machine) {
    HardwareRecord.exclusively(
        machine,
        () -> {
          mustBePossible(machine);
          if (!machine.exact(HardwareRecord.FILE).equals(after)) {
            HardwareRecord.write(machine, after);
          }
        });
  }

  @Override
  public void mustBePossible(Machine machine) {
    Optional<String> now = machine.exact(HardwareRecord.FILE);
    if (!now.equals(after) && !now.equals(before)) {
      throw Problem.failed(
          HardwareRecord.FILE + " was changed by another operation in the meantime",
          "look at 'gangway hardware', then run the command again");
    }
  }

  @Override
  public String toString() {
    return (after.isEmpty() ? "delete " : "write ") + HardwareRecord.FILE;
  }
}
