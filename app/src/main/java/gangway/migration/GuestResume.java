package gangway.migration;

import gangway.host.SuspendedGuest;
import gangway.journal.Author;
import gangway.machine.Machine;
import gangway.plan.Action;
import gangway.plan.Condition;
import gangway.plan.Plan;
import gangway.plan.Step;
import gangway.xen.guest.Domain;
import gangway.xen.toolstack.Xl;
import java.util.ArrayList;
import java.util.List;

/** The plan that resumes a guest that a killed save or migration of another tool left suspended. */
public final class GuestResume {
  private GuestResume() {}

  /**
   * One step. It is not undone: if it fails, the guest is still suspended, or it runs. A guest that
   * is paused as well is unpaused after it.
   */
  public static Plan of(Machine machine, SuspendedGuest suspended) {
    Domain guest = suspended.domain();
    String boot = Author.boot(machine);
    Condition before = new ResumeCondition.DomainSuspended(guest.domid(), boot);
    Condition resumed = new ResumeCondition.DomainResumed(guest.domid(), boot);
    List<Action> acts = new ArrayList<>();
    acts.add(new Action.Require(before));
    acts.add(new Action.Require(new ResumeCondition.NoSaveInProgress()));
    if (suspended.pausedToo()) {
      acts.add(new Action.Run(Xl.resume(guest.domid())));
      acts.add(new Action.RunUnless(resumed, new Xl().unpause(guest)));
    } else {
      // xl also resumes the guest if the save fails
      acts.add(new Action.RunFor(Xl.resume(guest.domid()), resumed));
    }
    return new Plan(
        List.of(
            new Step(
                "resume guest %s (takes a minute)".formatted(guest.name()),
                acts,
                resumed,
                List.of(),
                before)),
        // a guest that runs is not suspended again
        List.of());
  }
}
