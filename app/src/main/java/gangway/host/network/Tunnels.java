package gangway.host.network;

import gangway.machine.Command;
import gangway.machine.Machine;
import gangway.net.IpAddress;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The interfaces through which the packets of tunnels leave: VXLAN, Geneve, GRE, IP in IP and
 * similar tunnels, and WireGuard.
 *
 * <p>Only netlink knows the other end of a tunnel: {@code ip -d -o link show} prints a line for
 * each interface, with words such as {@code vxlan id 42 remote 10.0.0.2 local 10.0.0.1 dev eth0}
 * (ip-link(8)); for WireGuard it is {@code wg show all endpoints} (wg(8)).
 */
final class Tunnels {
  private static final Command LINKS = Command.of("ip", "-d", "-o", "link", "show");
  private static final Command ENDPOINTS =
      Command.of("wg", "show", "all", "endpoints").within(Duration.ofSeconds(10));
  private static final String WIREGUARD = "wireguard";

  private final Addressing addressing;
  private final Map<String, Set<String>> below = new TreeMap<>();

  private Tunnels(Addressing addressing) {
    this.addressing = addressing;
  }

  /**
   * The interfaces below each tunnel among the given interfaces.
   *
   * @param bare interfaces without lower interfaces in the kernel's files
   */
  static Map<String, Set<String>> below(
      Machine machine, Addressing addressing, Collection<String> bare) {
    Tunnels tunnels = new Tunnels(addressing);
    if (!bare.isEmpty()) {
      boolean wireguard = false;
      for (String line : machine.told(LINKS).stream().flatMap(String::lines).toList()) {
        List<String> words = List.of(line.strip().split("[\\s\\\\]+"));
        wireguard |= words.contains(WIREGUARD);
        if (words.size() > 1) {
          tunnels.link(words.get(1).split("[@:]", 2)[0], words);
        }
      }
      if (wireguard) {
        machine.toldInTime(ENDPOINTS).stream().flatMap(String::lines).forEach(tunnels::endpoint);
      }
    }
    tunnels.below.keySet().retainAll(bare);
    tunnels.below.forEach((name, ways) -> ways.remove(name));
    return tunnels.below;
  }

  /** If a tunnel names its lower interface, that one counts and routes do not matter. */
  private void link(String name, List<String> words) {
    Optional<IpAddress> local = after("local", words).flatMap(IpAddress::parse);
    Optional<String> device = after("dev", words);
    Set<String> ways = new TreeSet<>();
    device.ifPresentOrElse(
        ways::add,
        () ->
            after("remote", words)
                .ifPresent(remote -> ways.addAll(addressing.toward(remote, local))));
    local.map(addressing::having).ifPresent(ways::addAll);
    add(name, ways);
  }

  private static Optional<String> after(String key, List<String> words) {
    int at = words.indexOf(key);
    return at < 0 || at + 1 == words.size() ? Optional.empty() : Optional.of(words.get(at + 1));
  }

  /**
   * Fields: interface, the peer's public key, and {@code 192.0.2.1:51820} or {@code
   * [2001:db8::1]:51820}.
   */
  private void endpoint(String line) {
    String[] fields = line.split("\t");
    int port = fields.length < 3 ? -1 : fields[2].lastIndexOf(':');
    if (port > 0) {
      String peer = fields[2].substring(0, port).replaceAll("[\\[\\]]", "");
      add(fields[0], addressing.toward(peer));
    }
  }

  private void add(String name, Collection<String> ways) {
    if (!ways.isEmpty()) {
      below.computeIfAbsent(name, _ -> new TreeSet<>()).addAll(ways);
    }
  }
}
