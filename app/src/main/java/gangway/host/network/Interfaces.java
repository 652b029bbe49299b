package gangway.host.network;

import gangway.host.network.Layers.Layer;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The network interfaces of dom0.
 *
 * @param layers the lower interfaces and the functions of each interface
 * @param aggregates the interfaces that work as long as one of their members works (bonds, teams,
 *     bonded ports of Open vSwitch), with the members that are up
 * @param dark the interfaces without a carrier, or that were never set up
 * @param guestEnds dom0's ends of guests' interfaces, with the guests' domain numbers
 * @param onOtherDevices the interfaces on a device that is on no PCI function, such as one that a
 *     driver domain serves
 */
public record Interfaces(
    Layers layers,
    Map<String, Set<String>> aggregates,
    Set<String> dark,
    Map<String, Integer> guestEnds,
    Set<String> onOtherDevices) {
  /** The names that Xen's scripts, and QEMU for other guest types, give to these interfaces. */
  private static final Pattern GUEST_END = Pattern.compile("(?:vif|tap)([0-9]{1,5})\\.[0-9]+.*");

  /**
   * The kernel's name of a guest's device on the bus xen-backend, even if the interface is renamed.
   */
  private static final Pattern BACKEND = Pattern.compile("vif-([0-9]{1,5})-[0-9]+");

  public Interfaces {
    aggregates = Collections.unmodifiableMap(new LinkedHashMap<>(aggregates));
    dark = Collections.unmodifiableSet(new LinkedHashSet<>(dark));
    guestEnds = Collections.unmodifiableMap(new LinkedHashMap<>(guestEnds));
    onOtherDevices = Set.copyOf(onOtherDevices);
  }

  /**
   * Whether it is known how packets leave through an interface: through a PCI function, another
   * device, or a guest. Otherwise, as below a tunnel whose other end is not known, they can leave
   * through every NIC. An interface that does not exist leads nowhere.
   */
  public boolean leadsSomewhere(String name) {
    return leadsSomewhere(name, new HashSet<>());
  }

  private boolean leadsSomewhere(String name, Set<String> seen) {
    Layer layer = layers.byName().get(name);
    return layer != null
        && seen.add(name)
        && (!layer.path().isEmpty()
            || guestEnds.containsKey(name)
            || onOtherDevices.contains(name)
            || layer.below().stream().anyMatch(part -> leadsSomewhere(part, seen)));
  }

  /** The lower interfaces of an interface; empty if it does not exist. */
  public List<String> below(String name) {
    Layer layer = layers.byName().get(name);
    return layer == null ? List.of() : layer.below();
  }

  /**
   * The domain number of the guest at the other end.
   *
   * @param device the name of its device in sysfs
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
