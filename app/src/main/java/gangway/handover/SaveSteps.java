package gangway.handover;

import gangway.journal.Author;
import gangway.machine.Machine;
import gangway.toolstack.Domain;
import gangway.toolstack.GuestCommands;
import gangway.toolstack.Toolstack;
import gangway.toolstack.Virsh;
import gangway.toolstack.Xl;
import java.nio.file.Path;
import java.util.List;

/**
 * The steps that put the state of a guest without devices into a file. Until all of it is there,
 * the guest is; only libvirt has no way to keep it so long.
 *
 * <p>See docs/decisions/0021-a-saved-guest-ends-last.md.
 *
 * @param boot the host's present boot
 */
public record SaveSteps(Domain guest, Toolstack toolstack, Path image, String boot) {
  public static SaveSteps of(Machine machine, Domain guest, Toolstack toolstack, Path image) {
    return new SaveSteps(guest, toolstack, image, Author.boot(machine));
  }

  /** Has the guest's kernel release what it keeps of devices that are gone: it does no harm. */
  public static Step release(Domain guest) {
    return new Step(
        "have the kernel of guest %s release what it keeps of devices".formatted(guest.name()),
        List.of(new Act.ReleaseLines(guest.domid())),
        new State.ToldByTool(),
        List.of(),
        new State.Anything());
  }

  /** Writes the guest's state and ends the guest. */
  public List<Step> save() {
    return switch (toolstack) {
      case XL -> List.of(write(), end());
      case VIRSH -> List.of(writeAndEnd());
    };
  }

  /** Has xl write the guest's state, and keep the guest as it is then. */
  public Step write() {
    return new Step(
        "write the state of guest %s to %s".formatted(guest.name(), image),
        // xl would let everybody read it
        List.of(
            new Act.Create(image, "", 0600),
            new Act.Run(Xl.save(guest, image)),
            new Act.Sync(image)),
        new SavedState.Complete(image),
        goOn(),
        asBefore());
  }

  /** Ends a guest that xl keeps. */
  public Step end() {
    State ended = new SavedState.Ended(guest.domid(), boot);
    return new Step(
        "end guest " + guest.name(),
        // where it complains and the guest is gone all the same, nothing may be taken back
        List.of(new Act.Attempt(Xl.destroy(guest), ended)),
        ended,
        List.of(),
        // it is paused, which is for the step before to take back
        new State.Anything());
  }

  private Step writeAndEnd() {
    return new Step(
        "write the state of guest %s to %s, and end it".formatted(guest.name(), image),
        List.of(new Act.Run(Virsh.save(guest, image)), new Act.Sync(image)),
        new State.All(
            List.of(new SavedState.Complete(image), new SavedState.Ended(guest.domid(), boot))),
        goOn(),
        asBefore());
  }

  /** In this order: once the guest goes on, its disks change, and the image fits them no longer. */
  private List<Act> goOn() {
    return List.of(
        new Act.Unless(running(), GuestCommands.of(toolstack).unpause(guest)),
        new Act.Assure(running()),
        new Act.Discard(image));
  }

  private State asBefore() {
    return new State.All(List.of(running(), new SavedState.NoImage(image)));
  }

  private State running() {
    return new SavedState.NotHeld(guest.domid(), boot);
  }
}
