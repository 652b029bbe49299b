package gangway.migration;

import gangway.host.SavingProcesses;
import gangway.journal.Author;
import gangway.machine.Machine;
import gangway.plan.Condition;
import gangway.xen.guest.ExistingDomains;
import gangway.xen.guest.RunState;
import gangway.xen.guest.RunStates;
import java.util.Optional;

/** A condition about a suspended domain that is to be resumed. */
public sealed interface ResumeCondition extends Condition {

  /** A domain of one boot is suspended. */
  record DomainSuspended(int domid, String boot) implements ResumeCondition {
    @Override
    public boolean isMet(Machine machine) {
      return Author.boot(machine).equals(boot)
          && RunStates.only(machine, domid).of(domid).equals(Optional.of(RunState.SUSPENDED));
    }

    @Override
    public boolean isMoot(Machine machine) {
      return !Author.boot(machine).equals(boot) || ExistingDomains.read(machine).lack(domid);
    }

    @Override
    public String toString() {
      return "domain " + domid + " is suspended";
    }
  }

  /** A domain of one boot runs: it is neither suspended nor paused. */
  record DomainResumed(int domid, String boot) implements ResumeCondition {
    @Override
    public boolean isMet(Machine machine) {
      return Author.boot(machine).equals(boot) && RunStates.only(machine, domid).free(domid);
    }

    @Override
    public String toString() {
      return "domain " + domid + " is running";
    }
  }

  /** No process of this host saves or migrates a guest. */
  record NoSaveInProgress() implements ResumeCondition {
    @Override
    public boolean isMet(Machine machine) {
      return SavingProcesses.read(machine).none();
    }

    @Override
    public String toString() {
      return "no save or migration is in progress";
    }
  }
}
