package gangway.host.network;

import gangway.machine.Command;
import gangway.machine.Machine;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * The bridges of Open vSwitch. sysfs has links for its ports, but not for its bridges: only its own
 * database knows which bridge a port is in ({@code ovs-vsctl show}, see ovs-vsctl(8)).
 */
record OpenVSwitch(List<Bridge> bridges) {
  /** The interface above all ports that are kernel interfaces, whichever bridge they belong to. */
  static final String DATAPATH = "ovs-system";

  /**
   * The kernel's module, and the interface of the datapath in user space, which needs no module.
   */
  private static final List<Path> SIGNS =
      List.of(
          Path.of("/sys/module/openvswitch"),
          Path.of("/sys/module/openvswitch_mod"),
          Path.of("/sys/class/net/ovs-netdev"));

  /** Without a timeout ovs-vsctl waits forever for its database. */
  private static final Command SHOW =
      Command.of("ovs-vsctl", "--timeout=5", "show").within(Duration.ofSeconds(10));

  OpenVSwitch {
    bridges = List.copyOf(bridges);
  }

  record Bridge(String name, Map<String, List<Member>> ports) {
    Bridge {
      ports = Collections.unmodifiableMap(new LinkedHashMap<>(ports));
    }
  }

  /**
   * An interface of a port; a port with several interfaces is a bond.
   *
   * @param type empty for a kernel interface, or {@code internal}, {@code patch}, {@code vxlan}, …
   * @param peer the other end of a patch, a member of another bridge
   * @param remote the address of the machine at the other end of a tunnel
   */
  record Member(String name, String type, String peer, String remote) {}

  static OpenVSwitch read(Machine machine) {
    Optional<String> told =
        SIGNS.stream().anyMatch(machine::exists) ? machine.told(SHOW) : Optional.empty();
    return new OpenVSwitch(told.map(OpenVSwitch::bridges).orElse(List.of()));
  }

  /** The first words of the lines form a tree; a name that is not a plain word is in quotes. */
  private static List<Bridge> bridges(String text) {
    Map<String, Map<String, List<Member>>> bridges = new LinkedHashMap<>();
    Map<String, List<Member>> ports = new LinkedHashMap<>();
    List<Member> port = new ArrayList<>();
    for (String line : text.lines().map(String::strip).toList()) {
      String[] words = line.replace("\"", "").split("\\s+", 2);
      String value = words.length > 1 ? words[1] : "";
      switch (words[0]) {
        case "Bridge" -> ports = bridges.computeIfAbsent(value, _ -> new LinkedHashMap<>());
        case "Port" -> {
          port = new ArrayList<>();
          ports.put(value, port);
        }
        case "Interface" -> port.add(new Member(value, "", "", ""));
        case "type:" -> change(port, m -> new Member(m.name(), value, m.peer(), m.remote()));
        case "options:" ->
            change(
                port,
                m ->
                    new Member(
                        m.name(), m.type(), option("peer", value), option("remote_ip", value)));
        default -> {}
      }
    }
    List<Bridge> all = new ArrayList<>();
    bridges.forEach((name, members) -> all.add(new Bridge(name, members)));
    return List.copyOf(all);
  }

  private static void change(List<Member> port, UnaryOperator<Member> change) {
    if (!port.isEmpty()) {
      port.add(change.apply(port.removeLast()));
    }
  }

  /** The value of an option in a list such as {@code {peer=patch-tun}}. */
  private static String option(String name, String options) {
    return Stream.of(options.replaceAll("[{}]", "").split(",\\s*"))
        .filter(option -> option.startsWith(name + "="))
        .map(option -> option.substring(name.length() + 1))
        .findFirst()
        .orElse("");
  }

  /** The bridge with a member of this name. */
  Optional<Bridge> with(String member) {
    return bridges.stream()
        .filter(bridge ->
            bridge.ports().values().stream()
                .flatMap(List::stream)
                .anyMatch(m -> m.name().equals(member)))
        .findFirst();
  }
}
