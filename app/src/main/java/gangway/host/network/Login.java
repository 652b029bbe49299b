package gangway.host.network;

import gangway.Problem;
import gangway.machine.Machine;
import gangway.net.IpAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A session from another machine that systemd-logind knows, by a file in {@code
 * /run/systemd/sessions}: sshd, Cockpit and others open one for each login by PAM. The members are
 * those that sd-login reads (sd_session_get_remote_host(3), sd_session_get_service(3)).
 *
 * @param user the name of the user
 * @param service the PAM service: {@code sshd}, {@code cockpit}
 * @param host the other machine: an address, or a name if sshd looks up names
 */
record Login(Optional<String> user, String service, String host) {
  private static final Path SESSIONS = Path.of("/run/systemd/sessions");

  /** The name of this machine. */
  private static final String LOCAL = "localhost";

  /** The state of a session whose login has ended, and that has processes left. */
  private static final String ENDED = "closing";

  static List<Login> read(Machine machine) {
    List<Login> logins = new ArrayList<>();
    try {
      for (String name : machine.list(SESSIONS)) {
        // other names are those of pipes and temporary files: 3.ref, .#3x8Hq2
        if (name.indexOf('.') < 0) {
          Map<String, String> members = members(machine, SESSIONS.resolve(name));
          String host = members.getOrDefault("REMOTE_HOST", "");
          if (members.getOrDefault("REMOTE", "").equals("1")
              && !host.isEmpty()
              && !host.equals(LOCAL)
              && !members.getOrDefault("STATE", "").equals(ENDED)) {
            logins.add(
                new Login(
                    Optional.ofNullable(members.get("USER")),
                    members.getOrDefault("SERVICE", ""),
                    host));
          }
        }
      }
    } catch (Problem unreadable) {
      return logins;
    }
    return logins;
  }

  /** None from a file that cannot be read, which is then noted as not answered. */
  private static Map<String, String> members(Machine machine, Path file) {
    Map<String, String> members = new HashMap<>();
    try {
      for (String line : machine.lines(file)) {
        int equals = line.indexOf('=');
        if (equals > 0) {
          members.put(line.substring(0, equals), line.substring(equals + 1));
        }
      }
    } catch (Problem unreadable) {
      members.clear();
    }
    return members;
  }

  /** The address of the other machine; empty if only its name is known. */
  Optional<IpAddress> address() {
    return IpAddress.parse(host);
  }

  /** Whether the address names the interface: {@code fe80::7%eth2}. */
  boolean hasZone() {
    return host.contains("%");
  }

  /** The kind of the session, for {@link RemoteSession}. */
  String kind() {
    return switch (service) {
      case "sshd", "ssh", "dropbear" -> AccessProgram.SSH.kind();
      case "cockpit" -> AccessProgram.COCKPIT.kind();
      case "" -> "login session";
      default -> "login session (%s)".formatted(service);
    };
  }
}
