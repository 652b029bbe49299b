package gangway.migration;

import gangway.journal.Author;
import gangway.machine.WritableMachine;
import gangway.plan.Action;
import gangway.xen.guest.RunState;
import gangway.xen.guest.RunStates;
import gangway.xen.toolstack.Xl;
import java.util.Optional;

/**
 * Resumes a domain that a killed save or migration has left suspended: such a domain cannot be
 * unpaused. Does nothing if the domain is not suspended.
 *
 * <p>See docs/decisions/0026-acting-tools-have-their-own-session.md.
 *
 * @param boot the id of the boot to which the domain ID belongs
 */
public record ResumeSuspended(int domid, String boot) implements Action {
  @Override
  public void perform(WritableMachine machine) {
    if (Author.boot(machine).equals(boot)
        && RunStates.only(machine, domid).of(domid).equals(Optional.of(RunState.SUSPENDED))) {
      new Run(Xl.resume(domid)).perform(machine);
    }
  }

  @Override
  public String toString() {
    return "run %s, if domain %d is suspended".formatted(Xl.resume(domid), domid);
  }
}
