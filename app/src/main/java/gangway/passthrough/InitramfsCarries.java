package gangway.passthrough;

import gangway.boot.FileEdit;
import gangway.boot.initramfs.Initramfs;
import gangway.machine.Machine;
import gangway.plan.Condition;
import java.util.List;

/** The initramfs of every kernel contains the current text of these files. */
public record InitramfsCarries(List<FileEdit> edits) implements Condition {
  public InitramfsCarries {
    edits = List.copyOf(edits);
  }

  @Override
  public boolean isMet(Machine machine) {
    return Initramfs.of(machine).allCarry(machine, edits);
  }

  @Override
  public String toString() {
    return "the initramfs contains the boot settings";
  }
}
