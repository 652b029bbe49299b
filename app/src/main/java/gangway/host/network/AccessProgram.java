package gangway.host.network;

import java.util.Optional;
import java.util.Set;

/** A program through which an administrator works on dom0 from another machine. */
enum AccessProgram {
  SSH("SSH session"),
  COCKPIT("Cockpit session"),
  /** Ports 16509 and 16514. */
  LIBVIRT("libvirt connection"),
  GANGWAY("Gangway connection"),
  DESKTOP("remote desktop session"),
  TELNET("telnet session"),
  /** By UDP. */
  MOSH("mosh session");

  private final String kind;

  AccessProgram(String kind) {
    this.kind = kind;
  }

  /** What a connection to the program is, for messages. */
  String kind() {
    return kind;
  }

  /**
   * The program that has a process.
   *
   * @param process its name in {@code /proc/PID/comm}, which has at most 15 characters
   */
  static Optional<AccessProgram> of(String process) {
    // OpenSSH has sshd-session since 9.8 and sshd-auth since 10.0; Alpine also has sshd.pam
    if (process.startsWith("sshd")) {
      return Optional.of(SSH);
    }
    return switch (process) {
      case "dropbear" -> Optional.of(SSH);
      case "cockpit-ws", "cockpit-tls" -> Optional.of(COCKPIT);
      case "libvirtd", "virtproxyd", "virtxend" -> Optional.of(LIBVIRT);
      case "gangway" -> Optional.of(GANGWAY);
      case "xrdp", "Xvnc", "x0vncserver", "x11vnc" -> Optional.of(DESKTOP);
      case "mosh-server" -> Optional.of(MOSH);
      case "telnetd", "in.telnetd" -> Optional.of(TELNET);
      default -> Optional.empty();
    };
  }

  /** The program among the names of processes. */
  static Optional<AccessProgram> among(Set<String> names) {
    return names.stream().flatMap(name -> of(name).stream()).findFirst();
  }
}
