package gangway.host;

import gangway.net.IpAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;

/** TCP connections of dom0 and logins, the way the kernel and systemd-logind show them. */
public final class Connections {
  private static final String HEADER =
      "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid"
          + "  timeout inode\n";

  /** References, protocol and flags of a socket are always the same here. */
  private static final String UNIX =
      "0000000000000000: 00000003 00000000 00000000 0001 %02X %5d%s\n";

  private final Files files;
  private final StringBuilder four = new StringBuilder(HEADER);
  private final StringBuilder six = new StringBuilder(HEADER);
  private final StringBuilder udp = new StringBuilder(HEADER);
  private final StringBuilder unix =
      new StringBuilder("Num       RefCount Protocol Flags    Type St Inode Path\n");
  private int logins;

  private interface Files {
    void put(String file, String text);
  }

  /** This process sees all processes of the host, and no socket is open. */
  public Connections(GuideHost host) {
    files = host::put;
    host.link("proc/self/ns/pid", "pid:[4026531836]").withoutProgram("ss");
    host.put("proc/sys/net/ipv4/ip_local_port_range", "32768\t60999\n");
    host.put("proc/net/sockstat", "sockets: used 100\n");
    host.put("proc/net/sockstat6", "TCP6: inuse 2\n");
    write();
  }

  /** A program listens on a port of all addresses, by IPv6 and so also by IPv4. */
  public Connections listens(int port, int inode) {
    return line(six, "::", port, "::", 0, "0A", inode);
  }

  /** A connection that is established; both addresses are written with their port. */
  public Connections connected(String local, int port, String remote, int remotePort, int inode) {
    boolean ipv4 = !local.contains(":");
    return line(ipv4 ? four : six, local, port, remote, remotePort, "01", inode);
  }

  /** A connection within the host, with a socket at each end. */
  public Connections within(String address, int client, int clientInode, int server, int inode) {
    return connected(address, client, address, server, clientInode)
        .connected(address, server, address, client, inode);
  }

  /** Many connections to a port, each from another machine; the inodes follow each other. */
  public Connections many(int count, String local, int port, int firstInode) {
    for (int i = 0; i < count; i++) {
      append(
          four,
          local,
          port,
          "198.18.%d.%d".formatted(i / 250, i % 250),
          51000,
          "01",
          firstInode + i);
    }
    write();
    return this;
  }

  /** A socket of UDP through which a program can answer any machine. */
  public Connections receives(String local, int port, int inode) {
    return line(udp, local, port, "0.0.0.0", 0, "07", inode);
  }

  /** A connection within the host through a UNIX socket: its two ends, as the kernel shows them. */
  public Connections withinUnix(String path, int clientInode, int serverInode) {
    unix.append(UNIX.formatted(3, clientInode, ""))
        .append(UNIX.formatted(3, serverInode, " " + path));
    write();
    return this;
  }

  /** What {@code ss -x} prints about such a connection. */
  public static String peers(String path, int clientInode, int serverInode) {
    return """
    Netid State  Recv-Q Send-Q Local Address:Port  Peer Address:PortProcess
    u_str ESTAB  0      0       * %1$d            * %2$d
    u_str ESTAB  0      0       %3$s %2$d            * %1$d
    """
        .formatted(clientInode, serverInode, path);
  }

  /** A process that runs a terminal has its controlling end open. */
  public static void terminal(GuideHost host, int pid) {
    host.link("proc/%d/fd/99".formatted(pid), "/dev/ptmx");
  }

  /** A process with some sockets open. */
  public static void process(GuideHost host, int pid, String name, int... inodes) {
    host.put("proc/" + pid + "/comm", name + "\n");
    for (int i = 0; i < inodes.length; i++) {
      host.link("proc/%d/fd/%d".formatted(pid, i + 3), "socket:[%d]".formatted(inodes[i]));
    }
  }

  /** A session of systemd-logind from another machine. */
  public Connections login(String user, String service, String from) {
    logins++;
    files.put(
        "run/systemd/sessions/" + logins,
        """
        # This is private data. Do not parse.
        UID=0
        USER=%s
        ACTIVE=1
        STATE=active
        REMOTE=1
        TYPE=tty
        REMOTE_HOST=%s
        SERVICE=%s
        LEADER=4711
        """
            .formatted(user, from, service));
    files.put("run/systemd/sessions/" + logins + ".ref", "");
    return this;
  }

  private Connections line(
      StringBuilder table,
      String local,
      int port,
      String remote,
      int remotePort,
      String state,
      int inode) {
    append(table, local, port, remote, remotePort, state, inode);
    write();
    return this;
  }

  private void append(
      StringBuilder table,
      String local,
      int port,
      String remote,
      int remotePort,
      String state,
      int inode) {
    table
        .append(
            "%4d: %s:%04X %s:%04X %s"
                .formatted(
                    table.length() / 150,
                    hex(local, table == six),
                    port,
                    hex(remote, table == six),
                    remotePort,
                    state))
        .append(
            " 00000000:00000000 00:00000000 00000000     0        0 %d 1 0000000000000000 100 0 0 10 0\n"
                .formatted(inode));
  }

  private void write() {
    files.put("proc/net/tcp", four.toString());
    files.put("proc/net/tcp6", six.toString());
    files.put("proc/net/udp", udp.toString());
    files.put("proc/net/udp6", HEADER);
    files.put("proc/net/unix", unix.toString());
  }

  /** Words of 32 bits, each in the byte order of x86. */
  private static String hex(String address, boolean sixteen) {
    ByteBuffer bytes = ByteBuffer.wrap(IpAddress.parse(address).orElseThrow().bytes());
    ByteBuffer words = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
    while (bytes.hasRemaining()) {
      words.putInt(bytes.getInt());
    }
    String hex = HexFormat.of().withUpperCase().formatHex(words.array());
    return sixteen ? hex : hex.substring(24);
  }
}
