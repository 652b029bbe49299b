package gangway.migration;

import gangway.host.DomainStart;
import gangway.machine.Ssh;
import gangway.machine.WritableMachine;
import gangway.passthrough.StartedDomain;
import gangway.plan.Action;

/**
 * Destroys the domain that a killed {@code xl create} has left on another host, also if it has no
 * name yet. A domain that runs, or may have run, is never destroyed. Does nothing without such a
 * domain.
 *
 * <p>See docs/decisions/0030-the-uuid-of-a-start-is-known-before.md.
 */
public record DestroyUnfinishedOnHost(Ssh host, DomainStart start) implements Action {
  @Override
  public void perform(WritableMachine machine) {
    new StartedDomain(new OtherHost(machine, host), start).destroyIfUnfinished(machine);
  }

  @Override
  public boolean onlyCleansUp() {
    return true;
  }

  @Override
  public String toString() {
    return "destroy the domain with the UUID %s on %s, if the domain has never run"
        .formatted(start.uuid(), host);
  }
}
