package gangway.host.network;

import gangway.machine.Command;
import gangway.machine.Machine;
import gangway.net.IpAddress;
import gangway.net.Prefix;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the routes and addresses of dom0's interfaces.
 *
 * <p>For IPv6 it reads {@code /proc/net/if_inet6} and {@code /proc/net/ipv6_route}. The second file
 * mixes all tables, so {@code ip} is asked for them if routing rules use other tables than usual.
 * For IPv4 the kernel's files have only the main table and no addresses, so {@code ip} is asked
 * once for all tables; the table {@code local} has the addresses. The format of {@code ip}'s lines
 * is the same since iproute2 2.6.
 */
final class RouteReader {
  private static final String IPV4 = "0.0.0.0/0";
  private static final String IPV6 = "::/0";

  /**
   * Types of routes that send nothing out; first word of a line of {@code ip route} (ip-route(8)).
   */
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

  private final Machine machine;
  private final Map<String, List<IpAddress>> addresses = new LinkedHashMap<>();
  private final List<Route> routes = new ArrayList<>();

  RouteReader(Machine machine) {
    this.machine = machine;
  }

  Addressing read(Rules rules4, Rules rules6) {
    Optional<String> told = machine.told(tables("-4"));
    told.stream().flatMap(String::lines).forEach(line -> route(line, IPV4));
    if (told.isEmpty()) {
      for (String[] fields : table("/proc/net/route")) {
        mainTable(fields).ifPresent(routes::add);
      }
    }
    Optional<String> special =
        rules6.special()
            ? machine.told(tables("-6")).filter(text -> !text.isBlank())
            : Optional.empty();
    special.stream().flatMap(String::lines).forEach(line -> route(line, IPV6));
    if (special.isEmpty()) {
      for (String[] fields : table("/proc/net/ipv6_route")) {
        ipv6(fields).ifPresent(routes::add);
      }
    }
    // address, number, length, scope, flags, interface
    for (String[] fields : table("/proc/net/if_inet6")) {
      if (fields.length > 5) {
        IpAddress.hex(fields[0]).ifPresent(address -> put(fields[5], address));
      }
    }
    return new Addressing(addresses, List.copyOf(routes), rules4, rules6);
  }

  private static Command tables(String family) {
    return Command.of("ip", family, "-o", "route", "show", "table", "all");
  }

  /**
   * Reads {@code default via 10.0.2.2 dev eth0 metric 100} or {@code local 10.0.2.15 dev eth0 table
   * local}; a multipath route has several {@code dev}.
   */
  private void route(String line, String any) {
    List<String> words = new ArrayList<>(List.of(line.strip().split("[\\s\\\\]+")));
    boolean way = !NO_WAY_OUT.contains(words.getFirst());
    if (any.equals(IPV4) && words.getFirst().equals("local") && words.size() > 1) {
      IpAddress.parse(words.get(1))
          .ifPresent(address -> after("dev", words).forEach(device -> put(device, address)));
    }
    Optional<Prefix> network =
        Prefix.parse(words.getFirst().equals("default") ? any : words.getFirst());
    if (way && network.isPresent()) {
      long metric =
          after("metric", words).stream().findFirst().flatMap(m -> number(m, 10)).orElse(0L);
      String table = after("table", words).stream().findFirst().orElse(Route.MAIN);
      for (String device : after("dev", words)) {
        routes.add(new Route(network.get().first(), network.get().bits(), device, table, metric));
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
   * Fields: interface, destination, gateway, flags, …, metric (seventh), mask (eighth). The
   * addresses are in the processor's byte order, on x86 last byte first.
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
                Route.MAIN,
                number(fields[6], 10).orElse(0L)))
        : Optional.empty();
  }

  /** Fields: destination and its length, …, metric (sixth), flags (ninth), interface (tenth). */
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
                Route.MAIN,
                number(fields[5], 16).orElse(0L)))
        : Optional.empty();
  }

  private void put(String device, IpAddress address) {
    addresses.computeIfAbsent(device, _ -> new ArrayList<>()).add(address);
  }

  private static Optional<Long> number(String text, int base) {
    try {
      return Optional.of(Long.parseLong(text, base)).filter(value -> value >= 0);
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private List<String[]> table(String file) {
    return machine.lines(Path.of(file)).stream().map(line -> line.strip().split("\\s+")).toList();
  }
}
