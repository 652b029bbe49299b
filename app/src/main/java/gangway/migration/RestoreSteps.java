package gangway.migration;

import gangway.boot.FileEdit;
import gangway.host.DomainStart;
import gangway.journal.Author;
import gangway.machine.Machine;
import gangway.passthrough.DestroyUnfinishedStart;
import gangway.passthrough.GuestCondition;
import gangway.plan.Action;
import gangway.plan.Condition;
import gangway.plan.Step;
import gangway.xen.definition.Toolstack;
import gangway.xen.guest.ExistingDomains;
import gangway.xen.guest.SavedImage;
import gangway.xen.toolstack.GuestCommands;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The step that restores a guest from a saved image. Before that, the note next to the image is
 * changed: the image must not be restored again, because the guest changes its disks as soon as it
 * runs, and then they do not match the image.
 *
 * <p>If xl is killed, the undo destroys the domain that xl has left, if that domain has never run.
 *
 * @param note the change of the note
 * @param remains destroys what a killed xl leaves
 * @param nameless destroys what a killed xl leaves before it gives the domain a name
 */
public record RestoreSteps(
    String guest,
    Toolstack toolstack,
    Path image,
    FileEdit note,
    DestroyUnfinished remains,
    Optional<DestroyUnfinishedStart> nameless) {

  static RestoreSteps of(
      Machine machine, String guest, Toolstack toolstack, Path image, FileEdit note) {
    String uuid = SavedImage.uuid(machine, image).orElse("");
    int highest = ExistingDomains.read(machine).highest();
    String boot = Author.boot(machine);
    return new RestoreSteps(
        guest,
        toolstack,
        image,
        note,
        new DestroyUnfinished(guest, toolstack, uuid, highest, boot),
        Optional.of(DomainStart.normal(uuid))
            .filter(known -> !known.isEmpty())
            .map(
                known -> new DestroyUnfinishedStart(new DomainStart(guest, known, highest, boot))));
  }

  /** Restores a guest whose kernel can report that it runs. */
  public Step restore() {
    return step(new SavedGuestCondition.GuestKernelAnswers(guest));
  }

  /** Restores a guest that never had a device, so its kernel need not have the module. */
  public Step restoreUntold() {
    return step(new SavedGuestCondition.GuestRestored(guest));
  }

  private Step step(Condition after) {
    Condition never = new GuestCondition.GuestNotRunning(guest);
    return new Step(
        "restore guest %s from %s".formatted(guest, image),
        List.of(
            new Action.ReplaceFile(note),
            new Action.Run(GuestCommands.of(toolstack).restore(image))),
        new Condition.All(List.of(new Condition.FileIs(note.file(), note.after()), after)),
        undo(never),
        new SavedGuestCondition.ImageUnused(guest, note.file(), note.before().orElseThrow()));
  }

  private List<Action> undo(Condition never) {
    List<Action> undo = new ArrayList<>(List.of(remains));
    nameless.ifPresent(undo::add);
    undo.add(new Action.Require(never));
    undo.add(new Action.ReplaceFile(note.reversed()));
    return undo;
  }
}
