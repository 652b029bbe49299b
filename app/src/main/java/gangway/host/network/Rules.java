package gangway.host.network;

import gangway.Text;
import gangway.machine.Command;
import gangway.machine.Machine;
import gangway.net.IpAddress;
import gangway.net.Prefix;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The rules of policy routing, in the order of {@code ip rule show} (ip-rule(8)): they select the
 * routing tables for a packet.
 *
 * <p>A rule may depend on more than addresses: a mark, a user or a port. Gangway does not know
 * whether such a rule applies, so it takes the interfaces of this rule and of the next rules.
 */
record Rules(List<Rule> all) {
  /** The tables for which every kernel has rules. */
  private static final Set<String> DEFAULT_TABLES = Set.of("local", Route.MAIN, "default");

  private static final Rule ANY =
      new Rule(Optional.empty(), Optional.empty(), Optional.empty(), false, 0);

  Rules {
    all = List.copyOf(all);
  }

  /**
   * A rule.
   *
   * @param from the source addresses for which it applies; empty for all
   * @param to the destination addresses for which it applies; empty for all
   * @param table the name of its table; empty if it may be any table
   * @param certain whether it depends on nothing else
   * @param least routes with a shorter prefix are skipped
   */
  record Rule(
      Optional<Prefix> from,
      Optional<Prefix> to,
      Optional<String> table,
      boolean certain,
      int least) {

    /** Whether it may apply to packets to an address, from a source address if that is known. */
    boolean mayHold(IpAddress address, Optional<IpAddress> source) {
      boolean comes = from.isEmpty() || source.isEmpty() || from.get().holds(source.get());
      return comes && (to.isEmpty() || to.get().holds(address));
    }

    /** Whether it certainly applies, given that it may apply. */
    boolean holds(Optional<IpAddress> source) {
      return certain && (from.isEmpty() || source.isPresent());
    }

    boolean looksAt(String name) {
      return table.isEmpty() || table.get().equals(name);
    }
  }

  /**
   * Reads the rules of a family. If {@code ip} fails, or if a rule jumps ({@code goto}), any table
   * may apply.
   *
   * @param family {@code -4} or {@code -6}
   */
  static Rules read(Machine machine, String family) {
    List<Rule> rules = new ArrayList<>();
    for (String line :
        machine.told(Command.of("ip", family, "rule", "show")).stream()
            .flatMap(String::lines)
            .toList()) {
      String[] words = line.strip().split("\\s+");
      rule(words, family.equals("-4") ? IpAddress.BEFORE_IPV4 : 0).ifPresent(rules::add);
    }
    return new Rules(rules.isEmpty() || rules.contains(ANY) ? List.of(ANY) : List.copyOf(rules));
  }

  /**
   * {@code 32765: from 10.0.9.1 lookup 100}, {@code 220: not from all fwmark 0x1 lookup vpn}.
   *
   * @param before the number of bits before an address of this family
   */
  private static Optional<Rule> rule(String[] words, int before) {
    Optional<Prefix> from = Optional.empty();
    Optional<Prefix> to = Optional.empty();
    Optional<String> table = Optional.empty();
    boolean certain = true;
    boolean not = false;
    int least = 0;
    int at = 1;
    while (at < words.length) {
      String value = at + 1 < words.length ? words[at + 1] : "";
      int taken = 2;
      switch (words[at]) {
        case "from" -> from = Prefix.parse(value);
        case "to" -> to = Prefix.parse(value);
        case "lookup" -> table = Optional.of(value);
        case "suppress_prefixlength" -> least = before + length(value) + 1;
        case "proto" -> {}
        case "goto" -> {
          return Optional.of(ANY);
        }
        case "iif" -> {
          if (!value.equals("lo")) {
            return Optional.empty(); // it applies only to forwarded packets
          }
        }
        default -> {
          not |= words[at].equals("not");
          certain = false;
          taken = 1;
        }
      }
      at += taken;
    }
    if (not) {
      from = Optional.empty();
      to = Optional.empty();
    }
    // [l3mdev-table]: the table depends on the interface (Documentation/networking/vrf.rst)
    Optional<String> named = table.filter(name -> !name.startsWith("["));
    return table.isEmpty()
        ? Optional.empty()
        : Optional.of(new Rule(from, to, named, certain && named.isPresent(), least));
  }

  private static int length(String digits) {
    return Text.digits(digits, 3).orElse(0);
  }

  /** Whether the rules use other tables than those of every kernel. */
  boolean special() {
    return all.stream().anyMatch(rule -> rule.table().filter(DEFAULT_TABLES::contains).isEmpty());
  }

  /** The interfaces through which packets to an address may leave. */
  Set<String> ways(List<Route> routes, IpAddress to, Optional<IpAddress> from) {
    Map<String, List<Route>> tables =
        routes.stream()
            .filter(route -> route.leadsTo(to))
            .collect(Collectors.groupingBy(Route::table));
    Set<String> devices = new TreeSet<>();
    for (Rule rule : all) {
      if (rule.mayHold(to, from)) {
        Set<String> found = new TreeSet<>();
        tables.forEach((name, inIt) -> {
          if (rule.looksAt(name)) {
            found.addAll(
                best(inIt.stream().filter(route -> route.bits() >= rule.least()).toList()));
          }
        });
        devices.addAll(found);
        if (!found.isEmpty() && rule.holds(from)) {
          break;
        }
      }
    }
    return devices;
  }

  /** The best routes of one table: the longest prefix, then the lowest metric; all equal ones. */
  private static Set<String> best(List<Route> routes) {
    return routes.stream()
        .max(Route::comparePreference)
        .map(best ->
            routes.stream()
                .filter(route -> route.comparePreference(best) == 0)
                .map(Route::device)
                .collect(Collectors.toSet()))
        .orElse(Set.of());
  }
}
