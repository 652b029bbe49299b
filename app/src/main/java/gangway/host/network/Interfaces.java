package gangway.host.network;

import gangway.host.network.Layers.Layer;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The network interfaces of dom0.
 *
 * @param layers what each is made of, and the functions it hangs on
 * @param aggregates those that live as long as one of their members does (bonds, teams, bonded
 *     ports of Open vSwitch), with the members that are up
 * @param dark those without a carrier, or that were never set up
 * @param guestEnds dom0's ends of guests' interfaces, with the guests' domain numbers
 */
public record Interfaces(
    Layers layers,
    Map<String, Set<String>> aggregates,
    Set<String> dark,
    Map<String, Integer> guestEnds) {
  /** As Xen's scripts name them, and QEMU's for guests of other kinds. */
  private static final Pattern GUEST_END = Pattern.compile("(?:vif|tap)([0-9]{1,5})\\.[0-9]+.*");

  /** As the kernel names a guest's interface on the bus xen-backend, whatever it is called. */
  private static final Pattern BACKEND = Pattern.compile("vif-([0-9]{1,5})-[0-9]+");

  /** What an interface is made of, if it is there. */
  public List<String> below(String name) {
    Layer layer = layers.byName().get(name);
    return layer == null ? List.of() : layer.below();
  }

  /**
   * The guest at the other end.
   *
   * @param device what it hangs on in sysfs
   */
  static OptionalInt guest(String name, String device) {
    for (Matcher match : new Matcher[] {BACKEND.matcher(device), GUEST_END.matcher(name)}) {
      if (match.matches()) {
        return OptionalInt.of(Integer.parseInt(match.group(1)));
      }
    }
    return OptionalInt.empty();
  }
}
