package gangway.host.network;

import gangway.machine.Machine;
import java.util.List;

/**
 * The network interfaces of dom0, their addresses and routes.
 *
 * @param sessions the sessions in which somebody works on dom0 from another machine, that of this
 *     process first
 */
public record Network(Interfaces interfaces, Addressing addressing, List<RemoteSession> sessions) {
  public Network {
    sessions = List.copyOf(sessions);
  }

  public static Network read(Machine machine) {
    Addressing addressing = Addressing.read(machine);
    Interfaces interfaces = new InterfaceReader(machine, addressing).read();
    return new Network(
        interfaces, addressing, RemoteSessions.read(machine, addressing, interfaces));
  }

  /** The default routes. */
  public List<Route> defaults() {
    return addressing.routes().stream().filter(Route::anywhere).toList();
  }
}
