package gangway.migration;

import gangway.boot.FileEdit;
import gangway.passthrough.GuestCondition;
import gangway.plan.Action;
import gangway.plan.Condition;
import gangway.plan.Step;
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
    return step(new SavedGuestCondition.GuestKernelAnswers(guest));
  }

  /** Restores a guest that never had a device, so its kernel need not have the module. */
  public Step restoreUntold() {
    return step(new GuestCondition.GuestRuns(guest));
  }

  private Step step(Condition after) {
    Condition never = new GuestCondition.GuestNotRunning(guest);
    return new Step(
        "restore guest %s from %s".formatted(guest, image),
        List.of(
            new Action.ReplaceFile(note),
            new Action.Run(GuestCommands.of(toolstack).restore(image))),
        new Condition.All(List.of(new Condition.FileIs(note.file(), note.after()), after)),
        List.of(new Action.Require(never), new Action.ReplaceFile(note.reversed())),
        new SavedGuestCondition.ImageUnused(guest, note.file(), note.before().orElseThrow()));
  }
}
