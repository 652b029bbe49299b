package gangway.host.network;

import gangway.machine.Machine;
import gangway.net.IpAddress;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The SSH session that Gangway was started in.
 *
 * @param client where it comes from
 * @param interfaces those it depends on: by one the client is answered, one has the address that
 *     the client called
 */
public record SshSession(IpAddress client, Set<String> interfaces) {

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

  /** The same address can be on several links; then the client's zone tells which. */
  private static Set<String> interfaces(String[] fields, Addressing addressing) {
    Optional<IpAddress> called = IpAddress.parse(fields[2]);
    Set<String> interfaces = new TreeSet<>(addressing.toward(fields[0], called));
    if (!fields[0].contains("%")) {
      called.map(addressing::having).ifPresent(interfaces::addAll);
    }
    return interfaces;
  }
}
