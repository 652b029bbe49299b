package gangway.passthrough;

import gangway.Problem;
import gangway.host.FoundProcesses;
import gangway.host.SavingProcesses;
import gangway.machine.WritableMachine;
import gangway.pci.PciAddress;
import gangway.plan.Action;
import java.util.List;
import java.util.stream.Stream;

/**
 * Checks, before an attach is undone, that no other program saves or migrates the guest: the state
 * that it writes has the function, or a part of it. Changes nothing.
 *
 * <p>See docs/decisions/0031-an-attach-finds-the-saving-process.md.
 */
public record RequireNoSave(int domid, PciAddress function) implements Action {
  @Override
  public void perform(WritableMachine machine) {
    String name = SavedByOthers.name(machine, domid);
    FoundProcesses saving = SavingProcesses.ofGuest(machine, domid, name);
    if (!saving.found().isEmpty()) {
      List<String> lines = saving.lines();
      throw Problem.inconsistent(
          "another program saves or migrates guest '%s'".formatted(name),
          "wait until the processes have ended, then run 'gangway recover'",
          Stream.concat(lines.stream(), Stream.of(SavedByOthers.warning(function.toString())))
              .toList());
    }
  }

  @Override
  public String toString() {
    return "check that no other program saves or migrates domain " + domid;
  }
}
