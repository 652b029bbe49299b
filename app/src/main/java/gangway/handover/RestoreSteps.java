package gangway.handover;

import gangway.boot.FileEdit;
import gangway.toolstack.GuestCommands;
import gangway.toolstack.Toolstack;
import java.nio.file.Path;
import java.util.List;

/**
 * The step that makes a guest of the state in a file. It is noted before that the guest is not to
 * be made of it once more: as soon as it runs, its disks are not those that the state knows.
 *
 * @param note the change of the file that says so
 */
public record RestoreSteps(String guest, Toolstack toolstack, Path image, FileEdit note) {

  /** Of a guest whose kernel can tell that it runs. */
  public Step restore() {
    return step(new SavedState.Back(guest));
  }

  /** Of a guest that never had a device. */
  public Step restoreUntold() {
    return step(new SavedState.Runs(guest));
  }

  private Step step(State after) {
    State never = new SavedState.NotRunning(guest);
    return new Step(
        "restore guest %s from %s".formatted(guest, image),
        List.of(new Act.Replace(note), new Act.Run(GuestCommands.of(toolstack).restore(image))),
        new State.All(List.of(new State.FileIs(note.file(), note.after()), after)),
        List.of(new Act.Assure(never), new Act.Replace(note.reversed())),
        new SavedState.Unused(guest, note.file(), note.before().orElseThrow()));
  }
}
