package gangway.host.network;

import gangway.machine.Machine;
import gangway.net.IpAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The TCP sockets of dom0. A server can have 100,000 connections, so what is looked up for each of
 * them is found in one step.
 */
final class TcpSockets {
  private final List<TcpSocket> connections = new ArrayList<>();
  private final Map<Integer, List<TcpSocket>> listening = new HashMap<>();
  private final Map<Ends, TcpSocket> byEnds = new HashMap<>();
  private Optional<EphemeralPorts> ephemeral = Optional.empty();
  private final Machine machine;

  private record Ends(IpAddress local, int localPort, IpAddress remote, int remotePort) {
    static Ends of(TcpSocket socket) {
      return new Ends(socket.local(), socket.localPort(), socket.remote(), socket.remotePort());
    }

    Ends seenFromTheOther() {
      return new Ends(
          /* local= */ remote,
          /* localPort= */ remotePort,
          /* remote= */ local,
          /* remotePort= */ localPort);
    }
  }

  private TcpSockets(Machine machine) {
    this.machine = machine;
  }

  static TcpSockets read(Machine machine) {
    TcpSockets sockets = new TcpSockets(machine);
    for (TcpSocket socket : TcpSocket.read(machine)) {
      if (socket.listens()) {
        sockets.listening.computeIfAbsent(socket.localPort(), _ -> new ArrayList<>()).add(socket);
      } else {
        sockets.connections.add(socket);
      }
    }
    return sockets;
  }

  /** The established connections. */
  List<TcpSocket> connections() {
    return connections;
  }

  /** The sockets that may have accepted a connection. */
  List<TcpSocket> listeners(TcpSocket connection) {
    return listening.getOrDefault(connection.localPort(), List.of()).stream()
        .filter(socket -> socket.accepts(connection))
        .toList();
  }

  /**
   * Whether a connection was accepted in dom0, or may have been: its listening socket exists, or
   * its port is not one that the kernel chooses for a connection to another machine. The program
   * that listened can have ended while its connections are open, as sshd does when it is stopped.
   */
  boolean mayBeAccepted(TcpSocket connection) {
    return !listeners(connection).isEmpty() || !ephemeral().contains(connection.localPort());
  }

  private EphemeralPorts ephemeral() {
    if (ephemeral.isEmpty()) {
      ephemeral = Optional.of(EphemeralPorts.read(machine));
    }
    return ephemeral.get();
  }

  /** The socket at the other end of a connection within dom0. */
  Optional<TcpSocket> otherEnd(TcpSocket connection) {
    if (byEnds.isEmpty()) {
      connections.forEach(socket -> byEnds.put(Ends.of(socket), socket));
    }
    return Optional.ofNullable(byEnds.get(Ends.of(connection).seenFromTheOther()));
  }
}
