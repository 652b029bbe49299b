package gangway.host.network;

import gangway.machine.Machine;
import java.util.List;
import java.util.Optional;

/**
 * The network interfaces of dom0, their addresses and routes, and the SSH session of the operator.
 */
public record Network(Interfaces interfaces, Addressing addressing, Optional<SshSession> session) {

  public static Network read(Machine machine) {
    Addressing addressing = Addressing.read(machine);
    return new Network(
        new InterfaceReader(machine, addressing).read(),
        addressing,
        SshSession.read(machine, addressing));
  }

  /** The default routes. */
  public List<Route> defaults() {
    return addressing.routes().stream().filter(Route::anywhere).toList();
  }
}
