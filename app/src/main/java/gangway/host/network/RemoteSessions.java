package gangway.host.network;

import gangway.machine.Machine;
import gangway.net.IpAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Finds the sessions in which somebody works on dom0 from another machine. A process of a service
 * has no SSH session of its own, and other administrators can be logged in, so all of these count:
 *
 * <ol>
 *   <li>the SSH connection of this process ({@link Machine#sshConnection});
 *   <li>the sessions from other machines that systemd-logind knows ({@link Login});
 *   <li>the established TCP connections of dom0 ({@link TcpSocket}) that came to a listening
 *       socket, or to one that is gone ({@link TcpSockets#mayBeAccepted}), and the connections that
 *       dom0 has opened, both if their programs make them a session ({@link SessionPrograms});
 *   <li>the sockets of UDP whose programs do ({@link UdpSocket}).
 * </ol>
 *
 * <p>Not a session of an administrator is
 *
 * <ul>
 *   <li>a connection that dom0 opened: its local port has no listening socket, and is one that the
 *       kernel chooses for such connections ({@link EphemeralPorts}); unless a server has it, or a
 *       tunnel to a server;
 *   <li>a connection from loopback or from an address of dom0: it needs no NIC. One that came
 *       through an SSH tunnel is protected with the connection that has the tunnel, and one of a
 *       proxy with the connection to the proxy;
 *   <li>a connection from a guest on a bridge of dom0 ({@link GuestNeighbours}): it needs no NIC
 *       either. If somebody works on dom0 through this guest, the check of the guests' network
 *       blocks;
 *   <li>a connection to another program, such as a web server or a monitoring agent, and to the
 *       kernel, such as its NFS server or DRBD: no process has the socket.
 * </ul>
 *
 * <p>Processes are searched only for connections with machines from which no session is known yet,
 * because the search takes milliseconds.
 */
final class RemoteSessions {
  /** The other machine of a session by UDP, of which the kernel does not know the address. */
  private static final String NOT_KNOWN = "a machine that is not known";

  private final Machine machine;
  private final Addressing addressing;
  private final TcpSockets sockets;
  private final List<Login> logins;

  /** The connections with other machines. */
  private final List<TcpSocket> outside = new ArrayList<>();

  private final Map<String, RemoteSession> sessions = new LinkedHashMap<>();
  private final GuestNeighbours guests;
  private final Map<Way, Set<String>> ways = new HashMap<>();

  /** The addresses of dom0. */
  private final Set<IpAddress> own = new HashSet<>();

  /** From one of dom0's addresses to another machine. */
  private record Way(IpAddress remote, IpAddress local) {}

  private RemoteSessions(Machine machine, Addressing addressing, Interfaces interfaces) {
    this.machine = machine;
    this.addressing = addressing;
    sockets = TcpSockets.read(machine);
    logins = Login.read(machine);
    guests = new GuestNeighbours(machine, interfaces);
    addressing.addresses().values().forEach(own::addAll);
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

  /** A router has thousands of routes, and a machine hundreds of connections. */
  private Set<String> interfaces(TcpSocket connection) {
    return ways.computeIfAbsent(
        new Way(connection.remote(), connection.local()),
        way -> interfaces(way.remote.toString(), Optional.of(way.local)));
  }

  /** Finds the connections with other machines. */
  private void connections() {
    sockets.connections().stream().filter(socket -> !near(socket.remote())).forEach(outside::add);
  }

  /** Whether an address is on this machine, or that of a guest. */
  private boolean near(IpAddress address) {
    return inside(address) || guests.have(address);
  }

  private boolean inside(IpAddress address) {
    return address.loopback() || own.contains(address);
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
    Map<String, List<RemoteSession>> found = new HashMap<>();
    sessions
        .values()
        .forEach(session ->
            found.computeIfAbsent(session.client(), _ -> new ArrayList<>()).add(session));
    List<TcpSocket> others = new ArrayList<>();
    List<TcpSocket> opened = new ArrayList<>();
    for (TcpSocket connection : outside) {
      if (found.isEmpty()
          || !isCovered(
              connection, found.getOrDefault(connection.remote().toString(), List.of()))) {
        (sockets.mayBeAccepted(connection) ? others : opened).add(connection);
      }
    }
    List<TcpSocket> inside =
        sockets.connections().stream()
            .filter(socket -> inside(socket.remote()) && sockets.mayBeAccepted(socket))
            .toList();
    // what dom0 opened matters only if something can be reached through it
    opened.removeIf(connection -> inside.isEmpty() && !connection.mayBeFromAClient());
    List<UdpSocket> datagrams = UdpSocket.read(machine);
    List<TcpSocket> asked = Stream.concat(others.stream(), opened.stream()).toList();
    if (asked.isEmpty() && datagrams.isEmpty()) {
      return;
    }
    SessionPrograms programs =
        SessionPrograms.search(
            machine,
            sockets,
            new SessionPrograms.Asked(asked, asked.isEmpty() ? List.of() : inside, datagrams));
    others.forEach(
        connection -> programs.ofAccepted(connection).ifPresent(kind -> add(connection, kind)));
    opened.forEach(
        connection -> programs.ofOpened(connection).ifPresent(kind -> add(connection, kind)));
    datagrams.forEach(socket -> programs.ofDatagrams(socket).ifPresent(kind -> add(socket, kind)));
  }

  private void add(TcpSocket connection, String kind) {
    add(
        new RemoteSession(
            kind,
            user(connection, kind),
            connection.remote().toString(),
            false,
            interfaces(connection)));
  }

  /**
   * A program can answer any machine through a socket of UDP: through the interfaces with the
   * address of the socket, and through the default routes. Without an address, through any.
   */
  private void add(UdpSocket socket, String kind) {
    Set<String> interfaces = new TreeSet<>();
    if (!socket.local().unspecified()) {
      interfaces.addAll(addressing.having(socket.local()));
      addressing.routes().stream()
          .filter(route -> route.anywhere() && route.network().ipv4() == socket.local().ipv4())
          .forEach(route -> interfaces.add(route.device()));
    }
    add(new RemoteSession(kind, Optional.empty(), NOT_KNOWN, false, interfaces));
  }

  /** Whether one of the sessions of the same client needs the interfaces of a connection. */
  private boolean isCovered(TcpSocket connection, List<RemoteSession> ofClient) {
    return ofClient.stream()
        .anyMatch(session ->
            !session.interfaces().isEmpty()
                && (connection.remote().linkLocal()
                    || session.interfaces().containsAll(interfaces(connection))));
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
