package gangway.host.network;

import gangway.machine.Machine;
import gangway.net.IpAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * A socket of UDP in dom0's network namespace through which a program can answer any machine. The
 * kernel does not know with which machines it does.
 *
 * @param inode its number; {@link SocketLine#NO_INODE} if it is a socket of the kernel
 */
record UdpSocket(IpAddress local, int port, String inode) {
  private static final List<Path> FILES =
      List.of(Path.of("/proc/net/udp"), Path.of("/proc/net/udp6"));

  /** UDP has the states of TCP: this one is that of a socket without a peer. */
  private static final String UNCONNECTED = "07";

  /** The ports below this one need a privilege, and are those of known services: DHCP, NTP. */
  private static final int FIRST_OF_USERS = 1024;

  /** The sockets that other machines can reach and that a session can use. */
  static List<UdpSocket> read(Machine machine) {
    return SocketLine.read(machine, FILES, Set.of(UNCONNECTED)).stream()
        .filter(line -> line.localPort() >= FIRST_OF_USERS && !line.local().loopback())
        .filter(line -> !line.inode().equals(SocketLine.NO_INODE))
        .map(line -> new UdpSocket(line.local(), line.localPort(), line.inode()))
        .toList();
  }
}
