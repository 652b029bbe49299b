package gangway.host.network;

import gangway.machine.Machine;
import gangway.net.IpAddress;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The addresses of dom0's interfaces, and the routes through them.
 *
 * @param addresses by interface; IPv4 addresses only of interfaces that are up
 * @param rules4 the routing rules of IPv4
 * @param rules6 the routing rules of IPv6
 */
public record Addressing(
    Map<String, List<IpAddress>> addresses, List<Route> routes, Rules rules4, Rules rules6) {
  public Addressing {
    addresses = Collections.unmodifiableMap(new LinkedHashMap<>(addresses));
    routes = List.copyOf(routes);
  }

  static Addressing read(Machine machine) {
    Rules rules4 = Rules.read(machine, "-4");
    Rules rules6 = Rules.read(machine, "-6");
    RouteReader reader = new RouteReader(machine);
    return reader.read(rules4, rules6);
  }

  /**
   * The interfaces through which packets to an address may leave: one interface, several with equal
   * routes, or those of several rules that may apply. A link-local address has no route; its zone
   * ({@code fe80::1%eth0}) names the interface.
   */
  public Set<String> toward(String written) {
    return toward(written, Optional.empty());
  }

  /** The same, for packets from one of dom0's addresses. */
  Set<String> toward(String written, Optional<IpAddress> from) {
    int zone = written.indexOf('%');
    if (zone >= 0) {
      return Set.of(written.substring(zone + 1));
    }
    return IpAddress.parse(written)
        .filter(address -> !address.linkLocal())
        .map(address -> (address.ipv4() ? rules4 : rules6).ways(routes, address, from))
        .orElse(Set.of());
  }

  /** The interfaces that have an address. */
  public Set<String> having(IpAddress address) {
    Set<String> devices = new TreeSet<>();
    addresses.forEach((device, all) -> {
      if (all.contains(address)) {
        devices.add(device);
      }
    });
    return devices;
  }
}
