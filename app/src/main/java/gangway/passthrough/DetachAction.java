package gangway.passthrough;

import gangway.Problem;
import gangway.machine.Command;
import gangway.machine.Machine;
import gangway.machine.WritableMachine;
import gangway.pci.PciAddress;
import gangway.plan.Action;
import gangway.plan.Condition;
import gangway.request.Request.Manner;
import gangway.xen.guest.Domains;
import gangway.xen.guest.LibxlNote;

/** An action of the orderly detach of functions from a guest. */
public sealed interface DetachAction extends Action {
  /** Requests a guest to release a function, and waits until the guest has released it. */
  record RequestDetach(int domid, PciAddress function, Manner manner) implements DetachAction {
    /** As the undo of an attach, it comes without the check before. */
    @Override
    public void perform(WritableMachine machine) {
      if (manner == Manner.ORDERLY) {
        SavedByOthers.mustNotBeInProgress(machine, domid, function);
      }
      new DetachHandshake(machine, domid, function).letGo(manner);
    }

    @Override
    public void mustBePossible(Machine machine) {
      SavedByOthers.mustNotBe(machine, domid);
    }

    @Override
    public String toString() {
      return "request domain %s through XenStore to release %s%s"
          .formatted(
              domid,
              function,
              switch (manner) {
                case ORDERLY -> "";
                case FORCED -> "; if the domain does not answer, answer in its place";
              });
    }
  }

  /** Cancels the request to release a function: the guest keeps it or gets it back. */
  record CancelDetach(int domid, PciAddress function) implements DetachAction {
    @Override
    public void perform(WritableMachine machine) {
      new DetachHandshake(machine, domid, function).keep();
    }

    @Override
    public String toString() {
      return "cancel in XenStore the request to domain %s to release %s".formatted(domid, function);
    }
  }

  /**
   * Checks, before an undo gives a function back to a guest, that no other program saves or
   * migrates the guest. Changes nothing.
   *
   * <p>See docs/decisions/0031-an-attach-finds-the-saving-process.md.
   */
  record RequireNoSave(int domid, PciAddress function) implements DetachAction {
    @Override
    public void perform(WritableMachine machine) {
      SavedByOthers.mustNotBeInProgress(machine, domid, function);
    }

    @Override
    public String toString() {
      return "check that no other program saves or migrates domain %s".formatted(domid);
    }
  }

  /** Removes libxl's record that a domain has a function, if that domain no longer exists. */
  record RemoveStaleAssignment(int domid, PciAddress function) implements DetachAction {
    @Override
    public void perform(WritableMachine machine) {
      boolean noted =
          machine
              .xenStore()
              .filter(store -> LibxlNote.assigned(store, function, domid))
              .isPresent();
      if (noted && !Domains.runs(machine.actingXenStore(), domid)) {
        Condition gone = new GuestCondition.DomainGone(domid);
        if (!gone.awaitMet(machine)) {
          throw Problem.failed(
              "domain %s is shutting down, but still exists".formatted(domid),
              "see 'xl list'",
              "not met: " + gone);
        }
        new Run(Command.of("xenstore-rm", LibxlNote.domidNode(function))).perform(machine);
      }
    }

    @Override
    public String toString() {
      return "if domain %s no longer exists, remove libxl's record that it has %s"
          .formatted(domid, function);
    }
  }

  /**
   * Checks that no other function of a guest would lose its interrupt with a function. Changes
   * nothing.
   */
  record RequireUnsharedIrq(int domid, PciAddress function) implements DetachAction {
    @Override
    public void perform(WritableMachine machine) {
      new InterruptLine(domid, function).mustBeSpare(machine);
    }

    @Override
    public void mustBePossible(Machine machine) {
      SavedByOthers.mustNotBe(machine, domid);
    }

    @Override
    public String toString() {
      return "check that no other function of domain %s uses the interrupt line of %s"
          .formatted(domid, function);
    }
  }

  /** Runs the toolstack's command that detaches a function which the guest has released. */
  record DetachByToolstack(int domid, PciAddress function, Command command)
      implements DetachAction {
    @Override
    public void perform(WritableMachine machine) {
      new DetachHandshake(machine, domid, function).pull(command);
    }

    @Override
    public void mustBePossible(Machine machine) {
      SavedByOthers.mustNotBe(machine, domid);
    }

    @Override
    public String toString() {
      return "run " + command;
    }
  }
}
