package gangway.host;

import gangway.host.Layers.Layer;
import gangway.machine.Machine;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The network interfaces of dom0, and the routes that lead out of it.
 *
 * @param interfaces by name
 */
public record Network(Layers interfaces, List<DefaultRoute> defaults) {
  private static final Path NET = Path.of("/sys/class/net");
  private static final String IPV4_ANY = "0".repeat(8);
  private static final String IPV6_ANY = "0".repeat(32);

  /**
   * A default route.
   *
   * @param family {@code IPv4} or {@code IPv6}
   */
  public record DefaultRoute(String family, String device) {}

  public static Network read(Machine machine) {
    Map<String, Layer> interfaces = new LinkedHashMap<>();
    for (String name : machine.list(NET)) {
      Path folder = NET.resolve(name);
      List<String> below = new ArrayList<>(machine.list(folder.resolve("brif")));
      for (String entry : machine.list(folder)) {
        if (entry.startsWith("lower_")) {
          below.add(entry.substring("lower_".length()));
        }
      }
      interfaces.put(
          name,
          new Layer(
              List.copyOf(below),
              machine
                  .real(folder.resolve("device"))
                  .map(Layers::functionsAbove)
                  .orElse(List.of())));
    }
    List<DefaultRoute> defaults = new ArrayList<>();
    for (String[] fields : table(machine, "/proc/net/route")) {
      // interface, destination, gateway, flags, …, the mask as the eighth
      if (fields.length > 7 && fields[1].equals(IPV4_ANY) && fields[7].equals(IPV4_ANY)) {
        defaults.add(new DefaultRoute("IPv4", fields[0]));
      }
    }
    for (String[] fields : table(machine, "/proc/net/ipv6_route")) {
      // destination and its length, …, the interface as the tenth; the kernel's own routes are lo's
      boolean anywhere = fields.length > 9 && fields[0].equals(IPV6_ANY) && fields[1].equals("00");
      if (anywhere && !fields[9].equals("lo")) {
        defaults.add(new DefaultRoute("IPv6", fields[9]));
      }
    }
    return new Network(new Layers(interfaces), List.copyOf(defaults));
  }

  private static List<String[]> table(Machine machine, String file) {
    return machine
        .read(Path.of(file))
        .map(text -> text.lines().map(line -> line.strip().split("\\s+")).toList())
        .orElse(List.of());
  }
}
