package gangway.handover;

import gangway.journal.Author;
import gangway.machine.Machine;
import gangway.machine.Ssh;
import gangway.xen.guest.Domain;
import gangway.xen.toolstack.Xl;
import java.util.List;

/** The step that migrates a running guest without devices to another host. */
public final class MigrateStep {
  private MigrateStep() {}

  /**
   * Migrates with xl. If the migration fails, xl resumes the guest on this host. A failure that
   * leaves the guest on both hosts or on none cannot be undone.
   */
  public static Step of(Machine machine, Domain guest, Ssh host) {
    String boot = Author.boot(machine);
    State here = new SavedState.NotHeld(guest.domid(), boot);
    State there = new RemoteState.RunsOn(host, guest.name());
    return new Step(
        "migrate guest %s to %s".formatted(guest.name(), host),
        List.of(new Act.Run(Xl.migrate(guest, host.host()))),
        new State.All(List.of(new SavedState.Ended(guest.domid(), boot), there)),
        List.of(),
        here);
  }
}
