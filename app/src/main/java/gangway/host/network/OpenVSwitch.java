package gangway.host.network;

import gangway.machine.Command;
import gangway.machine.Machine;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * The bridges of Open vSwitch. Its ports are links in sysfs, its bridges are not: which port is in
 * which only its own database knows, as {@code ovs-vsctl show} tells it (ovs-vsctl(8)).
 */
record OpenVSwitch(List<Bridge> bridges) {
  /** The interface all ports that are interfaces of the kernel hang on, whatever their bridge. */
  static final String DATAPATH = "ovs-system";

  private static final List<Path> MODULES =
      List.of(Path.of("/sys/module/openvswitch"), Path.of("/sys/module/openvswitch_mod"));

  /** Without a time of its own ovs-vsctl waits for its database for ever. */
  private static final Command SHOW =
      Command.of("ovs-vsctl", "--timeout=5", "show").within(Duration.ofSeconds(10));

  record Bridge(String name, Map<String, List<Member>> ports) {}

  /**
   * An interface of a port; a port with several is a bond.
   *
   * @param type empty for one of the kernel's, or {@code internal}, {@code patch}, {@code vxlan}, …
   * @param peer the member of another bridge that a patch leads to
   * @param remote the address of the machine that a tunnel leads to
   */
  record Member(String name, String type, String peer, String remote) {}

  static OpenVSwitch read(Machine machine) {
    Optional<String> told =
        MODULES.stream().anyMatch(machine::exists) ? machine.told(SHOW) : Optional.empty();
    return new OpenVSwitch(told.map(OpenVSwitch::bridges).orElse(List.of()));
  }

  /**
   * The lines are a tree by their first words; names are in quotes where they are no plain words.
   */
  private static List<Bridge> bridges(String text) {
    List<Bridge> bridges = new ArrayList<>();
    List<Member> port = new ArrayList<>();
    for (String line : text.lines().map(String::strip).toList()) {
      String[] words = line.replace("\"", "").split("\\s+", 2);
      String value = words.length > 1 ? words[1] : "";
      switch (words[0]) {
        case "Bridge" -> bridges.add(new Bridge(value, new LinkedHashMap<>()));
        case "Port" -> {
          port = new ArrayList<>();
          if (!bridges.isEmpty()) {
            bridges.getLast().ports().put(value, port);
          }
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
    return bridges;
  }

  private static void change(List<Member> port, UnaryOperator<Member> change) {
    if (!port.isEmpty()) {
      port.add(change.apply(port.removeLast()));
    }
  }

  /** From {@code {peer=patch-tun}}, or one option among others. */
  private static String option(String name, String options) {
    return Stream.of(options.replaceAll("[{}]", "").split(",\\s*"))
        .filter(option -> option.startsWith(name + "="))
        .map(option -> option.substring(name.length() + 1))
        .findFirst()
        .orElse("");
  }

  /** The bridge that has a member of a name. */
  Optional<Bridge> with(String member) {
    return bridges.stream()
        .filter(bridge ->
            bridge.ports().values().stream()
                .flatMap(List::stream)
                .anyMatch(m -> m.name().equals(member)))
        .findFirst();
  }
}
