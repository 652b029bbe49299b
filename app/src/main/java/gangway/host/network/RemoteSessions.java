package gangway.host.network;

import gangway.Problem;
import gangway.machine.Machine;
import gangway.net.IpAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Finds the sessions in which somebody works on dom0 from another machine. A process of a service
 * has no SSH session of its own, and other administrators can be logged in, so all of these count:
 *
 * <ol>
 *   <li>the SSH connection of this process ({@link Machine#sshConnection});
 *   <li>the sessions from other machines that systemd-logind knows ({@link Login});
 *   <li>the established TCP connections of dom0 ({@link TcpSocket}) that came to a listening socket
 *       and that an {@link AccessProgram} has, or a program that is not known.
 * </ol>
 *
 * <p>Not a session of an administrator is
 *
 * <ul>
 *   <li>a connection that dom0 opened: its local port has no listening socket;
 *   <li>a connection from loopback or from an address of dom0: it needs no NIC. One that came
 *       through an SSH tunnel is protected with the SSH session that has the tunnel;
 *   <li>a connection from a guest on a bridge of dom0 ({@link GuestNeighbours}): it needs no NIC
 *       either. If somebody works on dom0 through this guest, the check of the guests' network
 *       blocks;
 *   <li>a connection to another program, such as a web server or a monitoring agent, and to the
 *       kernel, such as its NFS server or DRBD: no process has the socket.
 * </ul>
 *
 * <p>Whether a program is another one is decided only if it is known: if the processes cannot be
 * examined, or if this process does not see all processes of dom0, the connection counts as a
 * session. Processes are searched only for connections from machines from which no session is known
 * yet, because the search takes milliseconds.
 */
final class RemoteSessions {
  private static final Path PID_NAMESPACE = Path.of("/proc/self/ns/pid");

  /** The namespace that sees every process (PROC_PID_INIT_INO in include/linux/proc_ns.h). */
  private static final String ALL_PROCESSES = "pid:[4026531836]";

  private static final SortedSet<String> NO_PROGRAM =
      Collections.unmodifiableSortedSet(new TreeSet<>());

  /** Programs that listen for other programs. */
  private static final Set<String> STARTERS = Set.of("systemd", "init", "inetd", "xinetd");

  private final Machine machine;
  private final Addressing addressing;
  private final List<TcpSocket> sockets;
  private final List<TcpSocket> listening;
  private final List<Login> logins;

  /** The connections from other machines. */
  private final List<TcpSocket> inbound = new ArrayList<>();

  private final Map<String, RemoteSession> sessions = new LinkedHashMap<>();
  private final GuestNeighbours guests;

  private RemoteSessions(Machine machine, Addressing addressing, Interfaces interfaces) {
    this.machine = machine;
    this.addressing = addressing;
    sockets = TcpSocket.read(machine);
    listening = sockets.stream().filter(TcpSocket::listens).toList();
    logins = Login.read(machine);
    guests = new GuestNeighbours(machine, interfaces);
  }

  /** The sessions, that of this process first. */
  static List<RemoteSession> read(Machine machine, Addressing addressing, Interfaces interfaces) {
    RemoteSessions reader = new RemoteSessions(machine, addressing, interfaces);
    reader.own();
    reader.connections();
    reader.logins();
    reader.others();
    reader.namedHosts();
    return List.copyOf(reader.sessions.values());
  }

  private void add(RemoteSession session) {
    sessions.merge(session.name(), session, (one, more) -> one.through(more.interfaces()));
  }

  /** From {@code client port server port} (ssh(1), SSH_CONNECTION). */
  private void own() {
    String[] fields = machine.sshConnection().map(String::strip).orElse("").split("\\s+");
    if (fields.length > 2) {
      Set<String> interfaces = interfaces(fields[0], IpAddress.parse(fields[2]));
      IpAddress.parse(fields[0])
          .filter(client -> !interfaces.isEmpty() || !near(client))
          .ifPresent(client ->
              add(
                  new RemoteSession(
                      AccessProgram.SSH.kind(),
                      Optional.empty(),
                      client.toString(),
                      true,
                      interfaces)));
    }
  }

  /**
   * The interfaces to a client, and those with the address to which the client is connected. A
   * link-local address can be on several interfaces; the client's zone then names the right one.
   */
  private Set<String> interfaces(String client, Optional<IpAddress> called) {
    Set<String> interfaces = new TreeSet<>(addressing.toward(client, called));
    if (!client.contains("%")) {
      called.map(addressing::having).ifPresent(interfaces::addAll);
    }
    return interfaces;
  }

  private Set<String> interfaces(TcpSocket connection) {
    return interfaces(connection.remote().toString(), Optional.of(connection.local()));
  }

  /** Finds the connections from other machines. */
  private void connections() {
    sockets.stream()
        .filter(socket -> !socket.listens() && !near(socket.remote()))
        .filter(socket -> listeners(socket).findAny().isPresent())
        .forEach(inbound::add);
  }

  /** Whether an address is on this machine, or that of a guest. */
  private boolean near(IpAddress address) {
    return address.loopback() || !addressing.having(address).isEmpty() || guests.have(address);
  }

  /** Adds the sessions that logind knows and whose client's address is known. */
  private void logins() {
    Optional<RemoteSession> own = sessions.values().stream().findFirst();
    for (Login login : logins) {
      Optional<IpAddress> address = login.address().filter(client -> !near(client));
      if (address.isPresent()
          && own.filter(session -> isOf(session, address.get(), login.kind())).isEmpty()) {
        add(
            new RemoteSession(
                login.kind(),
                login.user(),
                address.get().toString(),
                false,
                addressing.toward(login.host())));
      }
    }
  }

  private static boolean isOf(RemoteSession session, IpAddress client, String kind) {
    return session.kind().equals(kind) && session.client().equals(client.toString());
  }

  /** Adds the connections that need interfaces which no session of the same client needs. */
  private void others() {
    List<TcpSocket> others = inbound.stream().filter(connection -> !isCovered(connection)).toList();
    Optional<SortedMap<String, SortedSet<String>>> holders = holders(others);
    for (TcpSocket connection : others) {
      kind(connection, holders)
          .ifPresent(kind ->
              add(
                  new RemoteSession(
                      kind,
                      user(connection, kind),
                      connection.remote().toString(),
                      false,
                      interfaces(connection))));
    }
  }

  private boolean isCovered(TcpSocket connection) {
    Set<String> needed = interfaces(connection);
    return sessions.values().stream()
        .anyMatch(session ->
            session.client().equals(connection.remote().toString())
                && (connection.remote().linkLocal() || session.interfaces().containsAll(needed))
                && !session.interfaces().isEmpty());
  }

  /** The only user who is logged in from there, if any. */
  private Optional<String> user(TcpSocket connection, String kind) {
    List<String> users =
        logins.stream()
            .filter(login -> login.address().equals(Optional.of(connection.remote())))
            .filter(login -> login.kind().equals(kind))
            .flatMap(login -> login.user().stream())
            .distinct()
            .toList();
    return users.size() == 1 ? Optional.of(users.getFirst()) : Optional.empty();
  }

  /** The processes of connections and of their listening sockets; empty if they are not known. */
  private Optional<SortedMap<String, SortedSet<String>>> holders(List<TcpSocket> connections) {
    Set<String> inodes = new TreeSet<>();
    for (TcpSocket connection : connections) {
      inodes.add(connection.inode());
      listeners(connection).map(TcpSocket::inode).forEach(inodes::add);
    }
    inodes.remove(TcpSocket.NO_INODE);
    if (inodes.isEmpty()) {
      return Optional.empty();
    }
    try {
      return machine.linkName(PID_NAMESPACE).equals(Optional.of(ALL_PROCESSES))
          ? Optional.of(machine.socketHolders(new TreeSet<>(inodes)))
          : Optional.empty();
    } catch (Problem unknown) {
      return Optional.empty();
    }
  }

  private Stream<TcpSocket> listeners(TcpSocket connection) {
    return listening.stream().filter(socket -> socket.accepts(connection));
  }

  /** What a connection is; empty if it is certainly no session of an administrator. */
  private Optional<String> kind(
      TcpSocket connection, Optional<SortedMap<String, SortedSet<String>>> holders) {
    Set<String> programs = new TreeSet<>();
    holders.ifPresent(known -> {
      programs.addAll(known.getOrDefault(connection.inode(), NO_PROGRAM));
      listeners(connection)
          .forEach(socket -> programs.addAll(known.getOrDefault(socket.inode(), NO_PROGRAM)));
    });
    Optional<AccessProgram> program = AccessProgram.among(programs);
    if (program.isPresent()) {
      return program.map(AccessProgram::kind);
    }
    boolean ofKernel = holders.isPresent() && programs.isEmpty();
    boolean ofAnother = !STARTERS.containsAll(programs);
    return ofKernel || ofAnother
        ? Optional.empty()
        : Optional.of(
            "connection to port %d (program not known)".formatted(connection.localPort()));
  }

  /**
   * Adds the logins from machines whose address is not known, unless a connection of the same kind
   * was found that belongs to no other login.
   */
  private void namedHosts() {
    Set<String> found = new TreeSet<>();
    sessions.values().stream()
        .filter(session -> session.own() ? !hasLogin(session) : session.user().isEmpty())
        .forEach(session -> found.add(session.kind()));
    for (Login login : logins) {
      if (login.address().isEmpty() && !found.contains(login.kind())) {
        add(new RemoteSession(login.kind(), login.user(), login.host(), false, Set.of()));
      }
    }
  }

  /** Whether logind knows a session by its address. */
  private boolean hasLogin(RemoteSession session) {
    return logins.stream()
        .anyMatch(
            login -> login.address().filter(from -> isOf(session, from, login.kind())).isPresent());
  }
}
