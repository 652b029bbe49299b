package gangway.handover;

import gangway.boot.FileEdit;
import gangway.xen.definition.Toolstack;
import gangway.xen.toolstack.GuestCommands;
import java.nio.file.Path;
import java.util.List;

/**
 * The step that restores a guest from a saved image. Before that, the note next to the image is
 * changed: the image must not be restored again, because the guest changes its disks as soon as it
 * runs, and then they do not match the image.
 *
 * @param note the change of the note
 */
public record RestoreSteps(String guest, Toolstack toolstack, Path image, FileEdit note) {

  /** Restores a guest whose kernel can report that it runs. */
  public Step restore() {
    return step(new SavedState.Back(guest));
  }

  /** Restores a guest that never had a device, so its kernel need not have the module. */
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
