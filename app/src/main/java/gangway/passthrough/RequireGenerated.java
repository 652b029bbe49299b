package gangway.passthrough;

import gangway.Problem;
import gangway.boot.FileEdit;
import gangway.boot.loader.BootEntries;
import gangway.machine.Machine;
import gangway.machine.WritableMachine;
import gangway.plan.Action;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Checks that a generated configuration of the boot loader differs from the present one only as
 * planned. Changes nothing.
 *
 * @param generated the file with the new configuration
 * @param planned the change of the present configuration
 */
public record RequireGenerated(Path generated, FileEdit planned) implements Action {
  @Override
  public void perform(WritableMachine machine) {
    mustBeAsPlanned(machine);
  }

  private void mustBeAsPlanned(Machine machine) {
    Optional<String> text = machine.exact(generated);
    if (!text.equals(planned.after())) {
      throw Problem.failed(
          "the boot loader's tool would change more in %s than the list of functions to hide"
              .formatted(planned.file()),
          "run update-grub (or grub2-mkconfig -o /boot/grub2/grub.cfg; with extlinux:"
              + " update-extlinux), so that the file is up to"
              + " date, check what it changes, then run the command again",
          new BootEntries(planned.after().orElse(""))
              .firstDifference(text.orElse(""))
              .toArray(String[]::new));
    }
  }

  @Override
  public String toString() {
    return "check that %s differs from %s only in the list of functions to hide"
        .formatted(generated, planned.file());
  }
}
