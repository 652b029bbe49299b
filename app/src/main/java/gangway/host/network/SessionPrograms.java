package gangway.host.network;

import gangway.Problem;
import gangway.machine.Machine;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Tells by the programs that have them which connections and sockets are sessions of
 * administrators. A session is what
 *
 * <ul>
 *   <li>an {@link AccessProgram} has, or a program that forwards to one ({@link Forwarders});
 *   <li>a program has that runs a terminal, for example mosh-server or ttyd: it has the controlling
 *       end of a pseudo terminal open (pty(7));
 *   <li>a program has that is not known.
 * </ul>
 *
 * <p>Whether a program is another one is decided only if it is known: if the processes cannot be
 * examined, or if this process does not see all processes of dom0, everything counts.
 */
final class SessionPrograms {
  /** Programs that listen for other programs. */
  private static final Set<String> STARTERS = Set.of("systemd", "init", "inetd", "xinetd");

  /**
   * Clients of SSH: with a reverse tunnel, others log in through a connection that these opened.
   */
  private static final Set<String> TUNNELS = Set.of("ssh", "dbclient");

  /** Opened once for each pseudo terminal; the kernel shows one of these names. */
  private static final List<Path> TERMINALS =
      List.of(Path.of("/dev/ptmx"), Path.of("/dev/pts/ptmx"));

  /** Its terminals are the serial ports of guests. */
  private static final String QEMU = "qemu";

  private final Machine machine;
  private final TcpSockets sockets;
  private final SocketPrograms programs;
  private final Forwarders forwarders;

  /** Whether the connections within dom0 through UNIX sockets are known. */
  private final boolean insideKnown;

  /** The programs with terminals; read if a connection depends on them. */
  private Optional<Terminals> terminals = Optional.empty();

  /**
   * The programs with terminals.
   *
   * @param known whether the processes could be examined
   */
  private record Terminals(boolean known, Set<String> programs) {
    Terminals {
      programs = Set.copyOf(programs);
    }
  }

  /** The sockets whose programs matter. */
  record Asked(List<TcpSocket> connections, List<TcpSocket> inside, List<UdpSocket> datagrams) {
    Asked {
      connections = List.copyOf(connections);
      inside = List.copyOf(inside);
      datagrams = List.copyOf(datagrams);
    }
  }

  private SessionPrograms(
      Machine machine,
      TcpSockets sockets,
      SocketPrograms programs,
      Forwarders forwarders,
      boolean insideKnown) {
    this.machine = machine;
    this.sockets = sockets;
    this.programs = programs;
    this.forwarders = forwarders;
    this.insideKnown = insideKnown;
  }

  /** Searches once through all processes. */
  static SessionPrograms search(Machine machine, TcpSockets sockets, Asked asked) {
    Optional<UnixSockets> local =
        asked.connections().isEmpty() ? Optional.empty() : UnixSockets.read(machine);
    Set<String> inodes = new TreeSet<>();
    for (TcpSocket connection : asked.connections()) {
      inodes.add(connection.inode());
      sockets.listeners(connection).forEach(listener -> inodes.add(listener.inode()));
    }
    for (TcpSocket connection : asked.inside()) {
      inodes.add(connection.inode());
      sockets.listeners(connection).forEach(listener -> inodes.add(listener.inode()));
      sockets.otherEnd(connection).ifPresent(client -> inodes.add(client.inode()));
    }
    asked.datagrams().forEach(socket -> inodes.add(socket.inode()));
    local.ifPresent(known -> inodes.addAll(known.inodes()));
    SocketPrograms programs = SocketPrograms.search(machine, inodes);
    List<Forwarders.Inside> inside = new ArrayList<>();
    for (TcpSocket connection : asked.inside()) {
      sockets
          .otherEnd(connection)
          .ifPresent(client ->
              inside.add(
                  new Forwarders.Inside(
                      programs.of(client.inode()), ofServer(connection, sockets, programs))));
    }
    local.ifPresent(known -> inside.addAll(known.connections(programs)));
    return new SessionPrograms(
        machine, sockets, programs, Forwarders.among(inside), local.isPresent());
  }

  /** The programs of a connection and of its listening sockets. */
  private static Set<String> ofServer(
      TcpSocket connection, TcpSockets sockets, SocketPrograms programs) {
    Set<String> all = new TreeSet<>(programs.of(connection.inode()));
    sockets.listeners(connection).forEach(socket -> all.addAll(programs.of(socket.inode())));
    return all;
  }

  /**
   * What a connection is that came to dom0, or may have come; empty if it is certainly no session.
   */
  Optional<String> ofAccepted(TcpSocket connection) {
    Set<String> names = ofServer(connection, sockets, programs);
    return forwarders
        .kind(names)
        .or(() -> unknownOrTerminal(names, "connection to port " + connection.localPort()));
  }

  /**
   * What a connection is that dom0 has probably opened: the kernel chooses such a local port. A
   * server whose listening socket is gone can have accepted it all the same.
   */
  Optional<String> ofOpened(TcpSocket connection) {
    Set<String> names = programs.of(connection.inode());
    return tunnel(names)
        .or(() -> {
          if (!connection.mayBeFromAClient()) {
            return Optional.empty();
          }
          return isUnknown(names)
              ? Optional.of(notKnown("connection on port " + connection.localPort()))
              : AccessProgram.among(names).map(program -> "possible " + program.kind());
        });
  }

  /** What a socket of UDP is for; empty if it is certainly for no session. */
  Optional<String> ofDatagrams(UdpSocket socket) {
    Set<String> names = programs.of(socket.inode());
    String port = "UDP port " + socket.port();
    return AccessProgram.among(names)
        .filter(program -> program == AccessProgram.MOSH)
        .map(program -> "%s on %s".formatted(program.kind(), port))
        .or(() ->
            isUnknown(names) ? Optional.of(notKnown("session on " + port)) : terminal(names, port));
  }

  private Optional<String> tunnel(Set<String> names) {
    return names.stream()
        .filter(TUNNELS::contains)
        .flatMap(name -> forwarders.kind(Set.of(name)).stream())
        .findFirst();
  }

  private Optional<String> unknownOrTerminal(Set<String> names, String what) {
    if (programs.known() && names.isEmpty()) {
      return Optional.empty(); // of the kernel
    }
    return isUnknown(names) || !insideKnown ? Optional.of(notKnown(what)) : terminal(names, what);
  }

  /** Whether the program is not known that has a socket: not even whether the kernel has it. */
  private boolean isUnknown(Set<String> names) {
    return names.isEmpty()
        ? !programs.known()
        : names.contains(SocketPrograms.NO_NAME) || STARTERS.containsAll(names);
  }

  private static String notKnown(String what) {
    return what + " (program not known)";
  }

  private Optional<String> terminal(Set<String> names, String what) {
    Terminals with = terminals();
    return with.known
        ? names.stream()
            .filter(with.programs::contains)
            .findFirst()
            .map(name -> "terminal of %s (%s)".formatted(name, what))
        : Optional.of(notKnown(what));
  }

  private Terminals terminals() {
    if (terminals.isEmpty()) {
      terminals = Optional.of(readTerminals());
    }
    return terminals.get();
  }

  private Terminals readTerminals() {
    try {
      SortedMap<Path, SortedSet<String>> open = machine.openDevices();
      return new Terminals(
          true,
          Set.copyOf(
              TERMINALS.stream()
                  .flatMap(node -> Stream.ofNullable(open.get(node)).flatMap(Set::stream))
                  .filter(name -> !name.startsWith(QEMU))
                  .toList()));
    } catch (Problem unreadable) {
      return new Terminals(false, Set.of());
    }
  }
}
