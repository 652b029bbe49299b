package gangway.host.network;

import gangway.machine.Machine;
import gangway.pci.PciAddress;
import gangway.pci.PciFunctions;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The network interfaces of dom0, their addresses and routes.
 *
 * @param sessions the sessions in which somebody works on dom0 from another machine, that of this
 *     process first
 * @param moved the functions whose interface is, or may be, in another network namespace, each with
 *     the reason
 */
public record Network(
    Interfaces interfaces,
    Addressing addressing,
    List<RemoteSession> sessions,
    SortedMap<PciAddress, String> moved) {
  public Network {
    sessions = List.copyOf(sessions);
    moved = Collections.unmodifiableSortedMap(new TreeMap<>(moved));
  }

  /**
   * Reads them.
   *
   * @param functions all functions of the machine
   */
  public static Network read(Machine machine, PciFunctions functions) {
    Addressing addressing = Addressing.read(machine);
    Interfaces interfaces = new InterfaceReader(machine, addressing).read();
    return new Network(
        interfaces,
        addressing,
        RemoteSessions.read(machine, addressing, interfaces),
        MovedInterfaces.of(machine, functions.stream(), interfaces));
  }

  /** The default routes. */
  public List<Route> defaults() {
    return addressing.routes().stream().filter(Route::anywhere).toList();
  }
}
