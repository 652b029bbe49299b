package gangway.handover;

import gangway.journal.Author;
import gangway.machine.Machine;
import gangway.machine.Ssh;
import gangway.toolstack.Domain;
import gangway.toolstack.Xl;
import java.util.List;

/** The step that moves a guest without devices to another host while it runs. */
public final class MigrateStep {
  private MigrateStep() {}

  /**
   * Has xl do it. If it fails, xl lets the guest go on here; where it fails so that the guest is on
   * both hosts, or on none, nobody can take that back.
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
