package gangway.host.network;

import gangway.host.network.Layers.Layer;
import gangway.machine.Command;
import gangway.machine.Machine;
import gangway.pci.PciAddress;
import gangway.pci.PciBus;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Reads the network interfaces and their lower interfaces.
 *
 * <p>Since Linux 3.13 every interface has links {@code lower_NAME} to its lower interfaces
 * (net/core/dev.c). Older kernels have {@code brif} for bridges, {@code bonding/slaves} for bonds,
 * and list VLANs in {@code /proc/net/vlan/config}.
 */
final class InterfaceReader {
  private static final Path NET = Path.of("/sys/class/net");
  private static final String LOWER = "lower_";
  private static final Pattern BLANKS = Pattern.compile("\\s+");
  private static final Set<String> DARK = Set.of("down", "lowerlayerdown", "notpresent");

  private final Machine machine;
  private final Addressing addressing;
  private final Map<String, Set<String>> below = new LinkedHashMap<>();
  private final Map<String, List<PciAddress>> paths = new LinkedHashMap<>();
  private final Map<String, Set<String>> aggregates = new TreeMap<>();
  private final Set<String> bonds = new TreeSet<>();
  private final Set<String> bridges = new TreeSet<>();
  private final Set<String> dark = new HashSet<>();
  private final Map<String, Integer> guestEnds = new TreeMap<>();
  private final Set<String> onOtherDevices = new TreeSet<>();

  InterfaceReader(Machine machine, Addressing addressing) {
    this.machine = machine;
    this.addressing = addressing;
  }

  Interfaces read() {
    machine.list(NET).forEach(this::look);
    vlans();
    openVSwitch(OpenVSwitch.read(machine));
    bonds.forEach(bond -> aggregates.put(bond, upInBond(bond)));
    teams();
    twins();
    pppoe();
    tunnels();
    Map<String, Layer> layers = new LinkedHashMap<>();
    below.forEach((name, all) ->
        layers.put(name, new Layer(List.copyOf(all), paths.getOrDefault(name, List.of()))));
    return new Interfaces(new Layers(layers), aggregates, dark, guestEnds, onOtherDevices);
  }

  private void look(String name) {
    Path folder = NET.resolve(name);
    List<String> entries = machine.list(folder);
    Set<String> parts = parts(name);
    for (String entry : entries) {
      switch (entry) {
        case "brif" -> {
          bridges.add(name);
          parts.addAll(machine.list(folder.resolve(entry)));
        }
        case "bonding" -> {
          bonds.add(name);
          parts.addAll(words(folder.resolve("bonding/slaves")));
        }
        default -> {
          if (entry.startsWith(LOWER)) {
            parts.add(entry.substring(LOWER.length()));
          }
        }
      }
    }
    Optional<Path> device =
        entries.contains("device") ? machine.real(folder.resolve("device")) : Optional.empty();
    paths.put(name, device.map(PciBus::functionsAbove).orElse(List.of()));
    if (device.isPresent() && paths.getOrDefault(name, List.of()).isEmpty()) {
      onOtherDevices.add(name);
    }
    OptionalInt guest =
        Interfaces.guest(name, device.map(d -> String.valueOf(d.getFileName())).orElse(""));
    if (guest.isPresent()) {
      guestEnds.put(name, guest.getAsInt());
    } else if (words(folder.resolve("operstate")).stream().anyMatch(DARK::contains)) {
      dark.add(name);
    }
  }

  /** The lower interfaces of an interface, as a set that can be extended. */
  private Set<String> parts(String name) {
    return below.computeIfAbsent(name, _ -> new LinkedHashSet<>());
  }

  /** Two lines of headings, then {@code eth0.10 | 10 | eth0} (net/8021q/vlanproc.c). */
  private void vlans() {
    for (String line : machine.lines(Path.of("/proc/net/vlan/config"))) {
      String[] fields = line.strip().split("\\s*\\|\\s*");
      if (fields.length == 3 && below.containsKey(fields[0])) {
        parts(fields[0]).add(fields[2]);
      }
    }
  }

  /**
   * The bridges of Open vSwitch. If its database does not answer, every interface without lower
   * interfaces may be on one of its bridges.
   */
  private void openVSwitch(OpenVSwitch vswitch) {
    for (OpenVSwitch.Bridge bridge : vswitch.bridges()) {
      bridge.ports().forEach((port, members) -> port(vswitch, bridge.name(), port, members));
    }
    if (!vswitch.bridges().isEmpty()) {
      below.remove(OpenVSwitch.DATAPATH);
    } else if (below.containsKey(OpenVSwitch.DATAPATH)) {
      bridges.add(OpenVSwitch.DATAPATH);
      below.forEach((name, parts) -> {
        if (bare(name) && !name.equals(OpenVSwitch.DATAPATH)) {
          parts.add(OpenVSwitch.DATAPATH);
        }
      });
    }
  }

  private void port(
      OpenVSwitch vswitch, String bridge, String port, List<OpenVSwitch.Member> members) {
    bridges.add(bridge);
    if (members.size() > 1) {
      List<String> names = members.stream().map(OpenVSwitch.Member::name).toList();
      parts(bridge).add(port);
      parts(port).addAll(names);
      aggregates.put(port, lit(names));
      return;
    }
    for (OpenVSwitch.Member member : members) {
      switch (member.type()) {
        case "internal" -> {
          if (!member.name().equals(bridge)) {
            parts(member.name()).add(bridge);
          }
        }
        case "patch" ->
            vswitch.with(member.peer()).ifPresent(other -> parts(bridge).add(other.name()));
        default -> {
          parts(bridge).add(member.name());
          if (!member.remote().isEmpty()) {
            parts(member.name()).addAll(addressing.toward(member.remote()));
          }
        }
      }
    }
  }

  /** The members that are up, from the bonding driver (Documentation/networking/bonding.rst). */
  private Set<String> upInBond(String bond) {
    Set<String> up = new TreeSet<>();
    String member = "";
    for (String line : machine.lines(Path.of("/proc/net/bonding").resolve(bond))) {
      if (line.startsWith("Slave Interface: ")) {
        member = line.substring("Slave Interface: ".length()).strip();
      } else if (line.equals("MII Status: up") && !member.isEmpty()) {
        up.add(member);
      }
    }
    return member.isEmpty() ? lit(parts(bond)) : up;
  }

  /** Only netlink distinguishes a team from other interfaces with several lower interfaces. */
  private void teams() {
    boolean some =
        below.keySet().stream()
            .anyMatch(made ->
                below.getOrDefault(made, Set.of()).size() > 1
                    && !bridges.contains(made)
                    && !aggregates.containsKey(made));
    Optional<String> told =
        some
            ? machine.told(Command.of("ip", "-o", "link", "show", "type", "team"))
            : Optional.empty();
    for (String line : told.stream().flatMap(String::lines).toList()) {
      String[] fields = line.split(":\\s*", 3);
      if (fields.length == 3 && below.containsKey(fields[1])) {
        aggregates.put(fields[1], lit(parts(fields[1])));
      }
    }
  }

  /**
   * xend's script network-bridge adds the NIC to a bridge as {@code peth0}, with one end of a pair
   * ({@code vif0.0}); the other end gets the NIC's name, {@code eth0}, and dom0's addresses.
   */
  private void twins() {
    for (String bridge : bridges) {
      Set<String> ports = parts(bridge);
      if (ports.stream().anyMatch(port -> port.startsWith("vif0."))) {
        for (String port : List.copyOf(ports)) {
          String twin = port.startsWith("p") ? port.substring(1) : "";
          if (below.containsKey(twin) && bare(twin)) {
            parts(twin).add(bridge);
          }
        }
      }
    }
  }

  /**
   * PPP over Ethernet: the kernel lists the interfaces below its sessions, but not which session is
   * that of which ppp interface. Two words of a heading, then {@code 00000001 00:11:22:33:44:55
   * eth0} (drivers/net/ppp/pppoe.c).
   */
  private void pppoe() {
    Set<String> ethernet = new LinkedHashSet<>();
    for (String line : machine.lines(Path.of("/proc/net/pppoe"))) {
      String[] fields = BLANKS.split(line.strip());
      if (fields.length == 3 && below.containsKey(fields[2])) {
        ethernet.add(fields[2]);
      }
    }
    below.forEach((name, parts) -> {
      if (name.startsWith("ppp") && bare(name)) {
        parts.addAll(ethernet);
      }
    });
  }

  private void tunnels() {
    List<String> bare =
        below.keySet().stream().filter(name -> bare(name) && !bridges.contains(name)).toList();
    Tunnels.below(machine, addressing, bare).forEach((name, ways) -> parts(name).addAll(ways));
  }

  /** Whether it has no lower interfaces and is on no device. */
  private boolean bare(String name) {
    return parts(name).isEmpty()
        && paths.getOrDefault(name, List.of()).isEmpty()
        && !guestEnds.containsKey(name)
        && !name.equals("lo");
  }

  private Set<String> lit(Collection<String> names) {
    Set<String> lit = new TreeSet<>(names);
    lit.removeAll(dark);
    return lit;
  }

  private List<String> words(Path file) {
    return machine.read(file).stream()
        .flatMap(text -> BLANKS.splitAsStream(text.strip()))
        .filter(word -> !word.isEmpty())
        .toList();
  }
}
