package gangway.host.network;

import gangway.Problem;
import gangway.Text;
import gangway.machine.Command;
import gangway.machine.Machine;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The connections within dom0 through UNIX sockets.
 *
 * <p>{@code /proc/net/unix} shows the sockets, and only {@code ss -x} shows which two belong
 * together (it asks the kernel by sock_diag(7)). A user can name a socket like a line of these
 * texts; such a name can only add a connection, and never hides one.
 *
 * @param accepted the sockets that a server has for its clients, by their numbers, with the other
 *     ends; without an end if it is not known, and then each of the clients can be the other end
 * @param clients the sockets that can be the other end of a server's socket
 */
record UnixSockets(Map<String, Set<String>> accepted, Set<String> clients) {
  private static final Path FILE = Path.of("/proc/net/unix");
  private static final Command PEERS = Command.of("ss", "-x");

  /** Columns: address, references, protocol, flags, type, state, number, path. */
  private static final int TYPE = 4;

  private static final int STATE = 5;
  private static final int INODE = 6;
  private static final int PATH = 7;

  /** SOCK_STREAM and SOCK_SEQPACKET (include/linux/net.h). */
  private static final Set<String> CONNECTING = Set.of("0001", "0005");

  /** SS_CONNECTED (include/uapi/linux/net.h). */
  private static final String CONNECTED = "03";

  /** The column of {@code ss} with the path of a socket; its number follows. */
  private static final int LOCAL = 4;

  /** Of a number of 32 bits. */
  private static final int MOST_DIGITS = 10;

  UnixSockets {
    accepted = Map.copyOf(accepted);
    clients = Set.copyOf(clients);
  }

  /** The connections; empty if the kernel does not show its sockets. */
  static Optional<UnixSockets> read(Machine machine) {
    List<String> lines;
    try {
      lines = machine.lines(FILE);
    } catch (Problem unreadable) {
      return Optional.empty();
    }
    // the first line names the columns
    return lines.isEmpty() ? Optional.empty() : Optional.of(of(lines, peers(machine)));
  }

  private static UnixSockets of(List<String> lines, Map<String, Set<String>> peers) {
    Map<String, Set<String>> accepted = new HashMap<>();
    Set<String> clients = new TreeSet<>();
    for (String line : lines) {
      String[] columns = line.strip().split("\\s+");
      if (columns.length > INODE
          && CONNECTING.contains(columns[TYPE])
          && columns[STATE].equals(CONNECTED)) {
        String inode = columns[INODE];
        // a client can have a path, too, if the program has bound its socket
        clients.add(inode);
        if (columns.length > PATH) {
          accepted.put(inode, peers.getOrDefault(inode, Set.of()));
        }
      }
    }
    return new UnixSockets(accepted, clients);
  }

  /** The other ends of sockets, by the numbers of both; none if {@code ss} does not tell. */
  private static Map<String, Set<String>> peers(Machine machine) {
    Map<String, Set<String>> peers = new HashMap<>();
    machine.toldInTime(PEERS).stream()
        .flatMap(String::lines)
        .forEach(line -> addPeers(line.strip().split("\\s+"), peers));
    return peers;
  }

  /**
   * {@code u_str ESTAB 0 0 /run/libvirt/libvirt-sock 23456 * 23455}. A path can have blanks, so
   * that each number in the middle can be that of the socket.
   */
  private static void addPeers(String[] columns, Map<String, Set<String>> peers) {
    String peer = columns[columns.length - 1];
    if (columns.length <= LOCAL + 2 || !isInode(peer)) {
      return;
    }
    for (int column = LOCAL + 1; column < columns.length - 1; column++) {
      if (isInode(columns[column])) {
        peers.computeIfAbsent(columns[column], _ -> new TreeSet<>()).add(peer);
        peers.computeIfAbsent(peer, _ -> new TreeSet<>()).add(columns[column]);
      }
    }
  }

  private static boolean isInode(String word) {
    return Text.longDigits(word, MOST_DIGITS).isPresent() && !word.equals(SocketLine.NO_INODE);
  }

  /** The numbers of all sockets whose programs matter. */
  Set<String> inodes() {
    Set<String> all = new TreeSet<>(accepted.keySet());
    if (accepted.values().stream().anyMatch(Set::isEmpty)) {
      all.addAll(clients);
    } else {
      accepted.values().forEach(all::addAll);
    }
    return all;
  }

  /** The connections with the programs at their ends. */
  List<Forwarders.Inside> connections(SocketPrograms programs) {
    List<Forwarders.Inside> connections = new ArrayList<>();
    accepted.forEach((inode, ends) -> {
      Set<String> possible = ends.isEmpty() ? clients : ends;
      connections.add(new Forwarders.Inside(programs.of(possible), programs.of(inode)));
    });
    return connections;
  }
}
