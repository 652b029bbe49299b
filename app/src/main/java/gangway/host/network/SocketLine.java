package gangway.host.network;

import gangway.Problem;
import gangway.machine.Machine;
import gangway.net.IpAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.StringTokenizer;

/**
 * A line of {@code /proc/net/tcp}, {@code tcp6}, {@code udp} or {@code udp6} (proc_net_tcp(5)).
 *
 * <p>The files show addresses as numbers in the machine's byte order, which is little-endian on
 * every machine that Xen runs PCI passthrough on. A socket of IPv6 shows an IPv4 address as {@code
 * ::ffff:192.0.2.1}, which is the same {@link IpAddress}. The files do not show the zone of a
 * link-local address.
 *
 * @param state two hexadecimal digits (include/net/tcp_states.h in Linux)
 * @param inode the number of the socket; {@link #NO_INODE} if no process has it
 */
record SocketLine(
    IpAddress local, int localPort, IpAddress remote, int remotePort, String state, String inode) {
  /** The inode of a socket that no process has. */
  static final String NO_INODE = "0";

  private static final int STATE_FIELD = 3;
  private static final int INODE_FIELD = 9;
  private static final int HEX = 16;

  /** The sockets in some states; none from a file that cannot be read, which is then noted. */
  static List<SocketLine> read(Machine machine, List<Path> files, Set<String> states) {
    List<SocketLine> sockets = new ArrayList<>();
    for (Path file : files) {
      lines(machine, file).forEach(line -> parse(line, states).ifPresent(sockets::add));
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

  /** A server has thousands of sockets; only those of the wanted states are split into fields. */
  private static Optional<SocketLine> parse(String line, Set<String> states) {
    String text = line.strip();
    int remoteAt = text.indexOf(' ', text.indexOf(' ') + 1);
    int stateAt = text.indexOf(' ', remoteAt + 1) + 1;
    if (states.stream().noneMatch(state -> text.startsWith(state, stateAt))) {
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
            new SocketLine(
                own.get(),
                port(local, localColon),
                other.get(),
                port(remote, remoteColon),
                state,
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
