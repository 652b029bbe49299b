package gangway.host.network;

import gangway.machine.Command;
import gangway.machine.Machine;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The addresses of dom0's interfaces, and the routes that lead out of them.
 *
 * <p>IPv6 is told by {@code /proc/net/if_inet6} and {@code /proc/net/ipv6_route}, all tables in
 * one. For IPv4 the kernel's files have but the main table and no addresses, so {@code ip} is asked
 * once for all its tables: that of the kernel's own, {@code local}, has the addresses. The format
 * of its lines is one since iproute2 2.6.
 *
 * @param addresses by interface; of those of IPv4 only what is up
 */
public record Addressing(Map<String, List<IpAddress>> addresses, List<Route> routes) {
  private static final Command ROUTES =
      Command.of("ip", "-4", "-o", "route", "show", "table", "all");

  /** What a line of {@code ip route} can begin with besides a network (ip-route(8)). */
  private static final Set<String> NO_WAY_OUT =
      Set.of(
          "local",
          "broadcast",
          "multicast",
          "anycast",
          "nat",
          "throw",
          "unreachable",
          "prohibit",
          "blackhole");

  /** RTF_REJECT and RTF_LOCAL of linux/route.h and linux/ipv6_route.h. */
  private static final long REJECT_OR_LOCAL = 0x80000200L;

  static Addressing read(Machine machine) {
    Map<String, List<IpAddress>> addresses = new LinkedHashMap<>();
    List<Route> routes = new ArrayList<>();
    Optional<String> told = machine.told(ROUTES);
    if (told.isPresent()) {
      told.get().lines().forEach(line -> ipv4(line, addresses, routes));
    } else {
      for (String[] fields : table(machine, "/proc/net/route")) {
        mainTable(fields).ifPresent(routes::add);
      }
    }
    for (String[] fields : table(machine, "/proc/net/ipv6_route")) {
      ipv6(fields).ifPresent(routes::add);
    }
    // address, number, length, scope, flags, interface
    for (String[] fields : table(machine, "/proc/net/if_inet6")) {
      if (fields.length > 5) {
        IpAddress.hex(fields[0]).ifPresent(address -> put(addresses, fields[5], address));
      }
    }
    return new Addressing(addresses, List.copyOf(routes));
  }

  /**
   * The interface, or equals of several, that what is for an address goes out by. To an address
   * that holds on one link only no route leads; its zone ({@code fe80::1%eth0}) names the link.
   */
  public Set<String> toward(String written) {
    int zone = written.indexOf('%');
    if (zone >= 0) {
      return Set.of(written.substring(zone + 1));
    }
    return IpAddress.parse(written)
        .filter(address -> !address.linkLocal())
        .map(this::routed)
        .orElse(Set.of());
  }

  private Set<String> routed(IpAddress address) {
    List<Route> fitting = routes.stream().filter(route -> route.leadsTo(address)).toList();
    Optional<Route> best =
        fitting.stream()
            .max(
                Comparator.comparingInt(Route::bits)
                    .thenComparing(Route::main)
                    .thenComparing(Comparator.comparingLong(Route::metric).reversed()));
    Set<String> devices = new TreeSet<>();
    fitting.stream()
        .filter(route -> route.asGoodAs(best.orElseThrow()))
        .forEach(route -> devices.add(route.device()));
    return devices;
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

  /**
   * {@code default via 10.0.2.2 dev eth0 metric 100}, {@code local 10.0.2.15 dev eth0 table local};
   * where there are several ways at once, each with a {@code dev}.
   */
  private static void ipv4(
      String line, Map<String, List<IpAddress>> addresses, List<Route> routes) {
    List<String> words = new ArrayList<>(List.of(line.strip().split("[\\s\\\\]+")));
    boolean way = !NO_WAY_OUT.contains(words.getFirst());
    if (words.getFirst().equals("local") && words.size() > 1) {
      IpAddress.parse(words.get(1))
          .ifPresent(address -> after("dev", words).forEach(d -> put(addresses, d, address)));
    }
    String[] network = words.getFirst().replaceFirst("^default$", "0.0.0.0/0").split("/", 2);
    Optional<IpAddress> first = IpAddress.parse(network[0]);
    Optional<Long> length = number(network.length == 1 ? "32" : network[1], 10);
    if (way && first.isPresent() && length.filter(l -> l <= 32).isPresent()) {
      int bits = IpAddress.BEFORE_IPV4 + length.get().intValue();
      long metric =
          after("metric", words).stream().findFirst().flatMap(m -> number(m, 10)).orElse(0L);
      boolean main = after("table", words).isEmpty();
      for (String device : after("dev", words)) {
        routes.add(new Route(first.get(), bits, device, main, metric));
      }
    }
  }

  private static List<String> after(String key, List<String> words) {
    List<String> values = new ArrayList<>();
    for (int i = 0; i + 1 < words.size(); i++) {
      if (words.get(i).equals(key)) {
        values.add(words.get(i + 1));
      }
    }
    return values;
  }

  /**
   * Interface, destination, gateway, flags, …, metric as the seventh, mask as the eighth; the
   * addresses as the processor has them in memory, on x86 the last byte first.
   */
  private static Optional<Route> mainTable(String[] fields) {
    if (fields.length < 8) {
      return Optional.empty();
    }
    Optional<Long> network = number(fields[1], 16);
    Optional<Long> mask = number(fields[7], 16);
    boolean way = number(fields[3], 16).filter(flags -> (flags & REJECT_OR_LOCAL) == 0).isPresent();
    return way && network.isPresent() && mask.isPresent()
        ? Optional.of(
            new Route(
                IpAddress.ipv4(Integer.reverseBytes(network.get().intValue())),
                IpAddress.BEFORE_IPV4 + Long.bitCount(mask.get()),
                fields[0],
                true,
                number(fields[6], 10).orElse(0L)))
        : Optional.empty();
  }

  /** Destination and its length, …, metric as the sixth, flags, the interface as the tenth. */
  private static Optional<Route> ipv6(String[] fields) {
    if (fields.length < 10 || fields[9].equals("lo")) {
      return Optional.empty();
    }
    Optional<IpAddress> network = IpAddress.hex(fields[0]);
    Optional<Long> bits = number(fields[1], 16).filter(length -> length <= 128);
    boolean way = number(fields[8], 16).filter(flags -> (flags & REJECT_OR_LOCAL) == 0).isPresent();
    return way && network.isPresent() && bits.isPresent()
        ? Optional.of(
            new Route(
                network.get(),
                bits.get().intValue(),
                fields[9],
                true,
                number(fields[5], 16).orElse(0L)))
        : Optional.empty();
  }

  private static void put(
      Map<String, List<IpAddress>> addresses, String device, IpAddress address) {
    addresses.computeIfAbsent(device, _ -> new ArrayList<>()).add(address);
  }

  private static Optional<Long> number(String text, int base) {
    try {
      return Optional.of(Long.parseLong(text, base)).filter(value -> value >= 0);
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static List<String[]> table(Machine machine, String file) {
    return machine.lines(Path.of(file)).stream().map(line -> line.strip().split("\\s+")).toList();
  }
}
