package gangway.host.network;

import gangway.Problem;
import gangway.machine.Machine;
import gangway.net.IpAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.StringTokenizer;

/**
 * A socket of TCP in dom0's network namespace that waits for connections, or that is connected.
 *
 * <p>The source is {@code /proc/net/tcp} and {@code tcp6} (proc_net_tcp(5)). Both show addresses as
 * numbers in the machine's byte order, which is little-endian on every machine that Xen runs PCI
 * passthrough on. A socket of IPv6 shows an IPv4 address as {@code ::ffff:192.0.2.1}, which is the
 * same {@link IpAddress}. The files do not show the zone of a link-local address.
 *
 * @param listens whether it waits for connections; otherwise it is connected
 * @param inode its number; {@code 0} if no process has accepted the connection yet
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

  /** The states of include/net/tcp_states.h in Linux. */
  private static final String ESTABLISHED = "01";

  private static final String LISTEN = "0A";

  private static final int STATE_FIELD = 3;
  private static final int INODE_FIELD = 9;
  private static final int HEX = 16;

  /** The inode of a socket that no process has. */
  static final String NO_INODE = "0";

  /**
   * All such sockets; none from a file that cannot be read, which is then noted as not answered.
   */
  static List<TcpSocket> read(Machine machine) {
    List<TcpSocket> sockets = new ArrayList<>();
    for (Path file : FILES) {
      lines(machine, file).forEach(line -> parse(line).ifPresent(sockets::add));
    }
    return sockets;
  }

  private static List<String> lines(Machine machine, Path file) {
    try {
      return machine.lines(file);
    } catch (Problem unreadable) {
      return List.of();
    }
  }

  /** Whether a connection came to this socket. */
  boolean accepts(TcpSocket connection) {
    return listens
        && localPort == connection.localPort
        && (local.equals(connection.local) || local.unspecified());
  }

  /** A server has thousands of sockets; only those of the two states are split into fields. */
  private static Optional<TcpSocket> parse(String line) {
    String text = line.strip();
    int remoteAt = text.indexOf(' ', text.indexOf(' ') + 1);
    int stateAt = text.indexOf(' ', remoteAt + 1) + 1;
    if (!text.startsWith(ESTABLISHED, stateAt) && !text.startsWith(LISTEN, stateAt)) {
      return Optional.empty();
    }
    StringTokenizer words = new StringTokenizer(text);
    if (words.countTokens() <= INODE_FIELD) {
      return Optional.empty();
    }
    words.nextToken();
    String local = words.nextToken();
    String remote = words.nextToken();
    String state = words.nextToken();
    for (int field = STATE_FIELD + 1; field < INODE_FIELD; field++) {
      words.nextToken();
    }
    int localColon = local.indexOf(':');
    int remoteColon = remote.indexOf(':');
    Optional<IpAddress> own = address(local, localColon);
    Optional<IpAddress> other = address(remote, remoteColon);
    return own.isPresent() && other.isPresent()
        ? Optional.of(
            new TcpSocket(
                own.get(),
                port(local, localColon),
                other.get(),
                port(remote, remoteColon),
                state.equals(LISTEN),
                words.nextToken()))
        : Optional.empty();
  }

  private static int port(String text, int colon) {
    return Integer.parseInt(text, colon + 1, text.length(), HEX);
  }

  /** One or four words of 32 bits. */
  private static Optional<IpAddress> address(String text, int colon) {
    if (colon == 8) {
      return Optional.of(IpAddress.ipv4(word(text, 0)));
    }
    return colon == 32
        ? Optional.of(
            new IpAddress(
                (long) word(text, 0) << 32 | Integer.toUnsignedLong(word(text, 8)),
                (long) word(text, 16) << 32 | Integer.toUnsignedLong(word(text, 24))))
        : Optional.empty();
  }

  private static int word(String text, int from) {
    return Integer.reverseBytes(Integer.parseUnsignedInt(text, from, from + 8, HEX));
  }
}
