package gangway.host.network;

import gangway.machine.Machine;
import gangway.net.IpAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * A socket of TCP in dom0's network namespace that waits for connections, or that is connected.
 *
 * @param listens whether it waits for connections; otherwise it is connected
 * @param inode its number; {@link SocketLine#NO_INODE} if no process has accepted the connection
 *     yet
 */
record TcpSocket(
    IpAddress local,
    int localPort,
    IpAddress remote,
    int remotePort,
    boolean listens,
    String inode) {
  private static final List<Path> FILES =
      List.of(Path.of("/proc/net/tcp"), Path.of("/proc/net/tcp6"));

  private static final String ESTABLISHED = "01";
  private static final String LISTEN = "0A";
  private static final int FIRST_OF_CLIENTS = 1024;

  /** All such sockets. */
  static List<TcpSocket> read(Machine machine) {
    return SocketLine.read(machine, FILES, Set.of(ESTABLISHED, LISTEN)).stream()
        .map(line ->
            new TcpSocket(
                line.local(),
                line.localPort(),
                line.remote(),
                line.remotePort(),
                line.state().equals(LISTEN),
                line.inode()))
        .toList();
  }

  /**
   * Whether the other port is one that a client can have: the ports below 1024 are those of
   * servers. A router that replaces addresses does not move a port below 1024 either.
   */
  boolean mayBeFromAClient() {
    return remotePort >= FIRST_OF_CLIENTS;
  }

  /** Whether a connection came to this socket. */
  boolean accepts(TcpSocket connection) {
    return listens
        && localPort == connection.localPort
        && (local.equals(connection.local) || local.unspecified());
  }
}
