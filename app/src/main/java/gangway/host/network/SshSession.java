package gangway.host.network;

import gangway.machine.Machine;
import gangway.net.IpAddress;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The SSH session in which Gangway was started.
 *
 * @param client the client's address
 * @param interfaces the interfaces that it needs: those to the client, and those with the address
 *     to which the client is connected
 */
public record SshSession(IpAddress client, Set<String> interfaces) {
  public SshSession {
    interfaces = Collections.unmodifiableSet(new LinkedHashSet<>(interfaces));
  }

  /** From {@code client port server port} (ssh(1), SSH_CONNECTION). */
  static Optional<SshSession> read(Machine machine, Addressing addressing) {
    return machine
        .sshConnection()
        .map(connection -> connection.strip().split("\\s+"))
        .filter(fields -> fields.length > 2)
        .flatMap(fields ->
            IpAddress.parse(fields[0])
                .map(client -> new SshSession(client, interfaces(fields, addressing))));
  }

  /**
   * A link-local address can be on several interfaces; the client's zone then names the right one.
   */
  private static Set<String> interfaces(String[] fields, Addressing addressing) {
    Optional<IpAddress> called = IpAddress.parse(fields[2]);
    Set<String> interfaces = new TreeSet<>(addressing.toward(fields[0], called));
    if (!fields[0].contains("%")) {
      called.map(addressing::having).ifPresent(interfaces::addAll);
    }
    return interfaces;
  }
}
