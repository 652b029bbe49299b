package gangway.host.network;

import java.util.Optional;
import java.util.Set;

/**
 * A program through which an administrator works on dom0 from another machine.
 *
 * <p>The names are those of {@code /proc/PID/comm}, which has at most 15 characters.
 */
enum AccessProgram {
  /** OpenSSH has {@code sshd-session} since 9.8, and {@code sshd-auth} since 10.0. */
  SSH("SSH session", Set.of("sshd", "sshd-session", "sshd-auth", "dropbear")),
  COCKPIT("Cockpit session", Set.of("cockpit-ws", "cockpit-tls")),
  /** Ports 16509 and 16514; {@code virtproxyd} in the modular daemons. */
  LIBVIRT("libvirt connection", Set.of("libvirtd", "virtproxyd", "virtxend")),
  GANGWAY("Gangway connection", Set.of("gangway")),
  DESKTOP("remote desktop session", Set.of("xrdp", "Xvnc", "x0vncserver", "x11vnc")),
  TELNET("telnet session", Set.of("telnetd", "in.telnetd"));

  private final String kind;
  private final Set<String> processes;

  AccessProgram(String kind, Set<String> processes) {
    this.kind = kind;
    this.processes = processes;
  }

  /** What a connection to the program is, for messages. */
  String kind() {
    return kind;
  }

  /** The program among the names of processes. */
  static Optional<AccessProgram> among(Set<String> names) {
    for (AccessProgram program : values()) {
      for (String name : names) {
        if (program.processes.contains(name)) {
          return Optional.of(program);
        }
      }
    }
    return Optional.empty();
  }
}
