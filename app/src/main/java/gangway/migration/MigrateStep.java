package gangway.migration;

import gangway.journal.Author;
import gangway.machine.Machine;
import gangway.machine.Ssh;
import gangway.passthrough.GuestCondition;
import gangway.plan.Action;
import gangway.plan.Condition;
import gangway.plan.Step;
import gangway.xen.guest.Domain;
import gangway.xen.toolstack.Xl;
import java.util.List;

/** The step that migrates a running guest without devices to another host. */
public final class MigrateStep {
  private MigrateStep() {}

  /**
   * Migrates with xl. If the migration fails, xl resumes the guest on this host; if xl is killed,
   * the undo resumes the guest, but only if the other host is known to lack it. A failure that
   * leaves the guest on both hosts or on none cannot be undone, and nothing before it is undone.
   */
  public static Step of(Machine machine, Domain guest, Ssh host) {
    String boot = Author.boot(machine);
    Condition here = new SavedGuestCondition.DomainNotPaused(guest.domid(), boot);
    Condition there = new RemoteCondition.GuestRunsOnHost(host, guest.name());
    return new Step(
        "migrate guest %s to %s".formatted(guest.name(), host),
        List.of(new Action.Run(Xl.migrate(guest, host.host()))),
        new Condition.All(List.of(new GuestCondition.DomainEnded(guest.domid(), boot), there)),
        List.of(
            new Action.Require(new RemoteCondition.HostLacksGuest(host, guest.name())),
            new ResumeSuspended(guest.domid(), boot)),
        new Condition.UndoBarrier(here));
  }
}
