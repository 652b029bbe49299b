package gangway.migration;

import gangway.journal.Author;
import gangway.machine.Machine;
import gangway.passthrough.GuestCondition;
import gangway.plan.Action;
import gangway.plan.Condition;
import gangway.plan.Step;
import gangway.xen.definition.Toolstack;
import gangway.xen.guest.Domain;
import gangway.xen.toolstack.GuestCommands;
import gangway.xen.toolstack.Virsh;
import gangway.xen.toolstack.Xl;
import java.nio.file.Path;
import java.util.List;

/**
 * The steps that save a guest without devices to an image. The guest stays until the image is
 * complete; only libvirt cannot keep it that long.
 *
 * <p>See docs/decisions/0021-a-saved-guest-ends-last.md.
 *
 * @param boot the id of the host's current boot
 */
public record SaveSteps(Domain guest, Toolstack toolstack, Path image, String boot) {
  public static SaveSteps of(Machine machine, Domain guest, Toolstack toolstack, Path image) {
    return new SaveSteps(guest, toolstack, image, Author.boot(machine));
  }

  /**
   * Requests the guest's kernel to release the interrupt lines of removed devices; never undone.
   */
  public static Step release(Domain guest) {
    return new Step(
        "request the kernel of guest %s to release interrupt lines of removed devices"
            .formatted(guest.name()),
        List.of(new ReleaseIrqs(guest.domid())),
        new Condition.NotVerifiable(),
        List.of(),
        new Condition.NeverUndone());
  }

  /** Saves the guest and ends it. */
  public List<Step> save() {
    return switch (toolstack) {
      case XL -> List.of(write(), end());
      case LIBVIRT -> List.of(writeAndEnd());
      case XAPI -> throw Toolstack.notOfXapi();
    };
  }

  /** Saves the guest with xl, which then keeps the guest paused. */
  public Step write() {
    return new Step(
        "save guest %s to %s".formatted(guest.name(), image),
        // xl would make the image readable for all users
        List.of(
            new Action.Create(image, "", 0600),
            new Action.Run(Xl.save(guest, image)),
            new Action.Sync(image)),
        new SavedGuestCondition.ImageComplete(image),
        goOn(),
        asBefore());
  }

  /** Ends a guest that xl has paused. */
  public Step end() {
    Condition ended = new GuestCondition.DomainEnded(guest.domid(), boot);
    return new Step(
        "destroy the paused guest " + guest.name(),
        // if the command fails and the guest no longer exists, nothing may be undone
        List.of(new Action.RunFor(Xl.destroy(guest), ended)),
        ended,
        List.of(),
        // the undo of the step before unpauses the guest
        new Condition.NeverUndone());
  }

  private Step writeAndEnd() {
    return new Step(
        "save guest %s to %s and destroy the guest".formatted(guest.name(), image),
        List.of(new Action.Run(Virsh.save(guest, image)), new Action.Sync(image)),
        new Condition.All(
            List.of(
                new SavedGuestCondition.ImageComplete(image),
                new GuestCondition.DomainEnded(guest.domid(), boot))),
        goOn(),
        asBefore());
  }

  /** In this order: when the guest runs again, it changes its disks, and the image is invalid. */
  private List<Action> goOn() {
    return List.of(
        new ResumeSuspended(guest.domid(), boot),
        new Action.RunUnless(running(), GuestCommands.of(toolstack).unpause(guest)),
        new Action.Require(running()),
        new Action.DeleteFile(image));
  }

  private Condition asBefore() {
    return new Condition.All(List.of(running(), new SavedGuestCondition.NoImage(image)));
  }

  private Condition running() {
    return new SavedGuestCondition.DomainNotPaused(guest.domid(), boot);
  }
}
