package gangway.host.network;

import gangway.Problem;
import gangway.machine.Machine;
import java.nio.file.Path;

/**
 * The local ports that the kernel chooses for a connection which a program of dom0 opens
 * (ip_local_port_range in Documentation/networking/ip-sysctl.rst). A connection on another port was
 * accepted, or its program has chosen the port.
 *
 * @param first the first port
 * @param last the last port
 */
record EphemeralPorts(int first, int last) {
  private static final Path FILE = Path.of("/proc/sys/net/ipv4/ip_local_port_range");

  /** No port is known to be one of them. */
  private static final EphemeralPorts UNKNOWN = new EphemeralPorts(1, 0);

  static EphemeralPorts read(Machine machine) {
    try {
      return machine.read(FILE).map(EphemeralPorts::parse).orElse(UNKNOWN);
    } catch (Problem unreadable) {
      return UNKNOWN;
    }
  }

  private static EphemeralPorts parse(String text) {
    String[] ports = text.strip().split("\\s+");
    return ports.length == 2 && ports[0].matches("\\d{1,5}") && ports[1].matches("\\d{1,5}")
        ? new EphemeralPorts(Integer.parseInt(ports[0]), Integer.parseInt(ports[1]))
        : UNKNOWN;
  }

  boolean contains(int port) {
    return first <= port && port <= last;
  }
}
