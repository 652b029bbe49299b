package gangway.check;

import gangway.check.NetworkLoss.Use;
import gangway.host.HostSnapshot;
import gangway.host.network.Interfaces;
import gangway.pci.PciAddress;
import gangway.xen.guest.Guest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Checks which guests lose the network with a NIC that their bridge uses.
 *
 * <p>What happens without the finding {@code NETWORK-GUESTS}: running guests are cut off from the
 * network.
 */
final class GuestNetworkChecks {
  private static final int MAX_NAMED = 3;

  private GuestNetworkChecks() {}

  static List<Finding> of(HostSnapshot host, NetworkLoss loss) {
    SortedMap<String, List<String>> ends = ends(host.network().interfaces());
    Map<Integer, String> names = names(host);
    List<Use> bridges = ends.keySet().stream().map(bridge -> new Use(bridge, bridge)).toList();
    List<Finding> findings = new ArrayList<>();
    loss.lost(bridges)
        .forEach((function, uses) -> {
          List<String> evidence = new ArrayList<>();
          TreeSet<String> guests = new TreeSet<>();
          for (Use bridge : uses) {
            List<String> members = new ArrayList<>();
            for (String end : ends.getOrDefault(bridge.device(), List.of())) {
              String guest = guest(host.network().interfaces(), end, names);
              guests.add(guest);
              members.add("%s (%s)".formatted(end, guest));
            }
            evidence.add("bridge %s: %s".formatted(bridge.device(), String.join(", ", members)));
            evidence.addAll(loss.evidence(List.of(bridge), function));
          }
          findings.add(finding(function, List.copyOf(guests), evidence));
        });
    return findings;
  }

  private static Finding finding(PciAddress function, List<String> guests, List<String> evidence) {
    String some = guests.stream().limit(MAX_NAMED).collect(Collectors.joining(", "));
    String more =
        guests.size() > MAX_NAMED ? " and %d more".formatted(guests.size() - MAX_NAMED) : "";
    return Finding.blocks(
            "NETWORK-GUESTS",
            "%s %s%s would be cut off from the network without %s"
                .formatted(guests.size() == 1 ? "guest" : "guests", some, more, function),
            "first add another NIC to the bridge (ip link set NIC master BRIDGE), or move the"
                + " guests to another bridge",
            evidence)
        .about(function)
        .unlessAccepted();
  }

  /** dom0's ends of the guests' interfaces, by their bridge. */
  private static SortedMap<String, List<String>> ends(Interfaces interfaces) {
    SortedMap<String, List<String>> ends = new TreeMap<>();
    interfaces
        .layers()
        .byName()
        .forEach((bridge, layer) -> {
          List<String> inside =
              layer.below().stream()
                  .filter(port -> interfaces.guestEnds().getOrDefault(port, 0) > 0)
                  .sorted()
                  .toList();
          if (!inside.isEmpty()) {
            ends.put(bridge, inside);
          }
        });
    return ends;
  }

  private static Map<Integer, String> names(HostSnapshot host) {
    Map<Integer, String> names = new HashMap<>();
    for (Guest guest : host.guests().all()) {
      guest.running().ifPresent(domain -> names.put(domain.domid(), guest.name()));
    }
    return names;
  }

  private static String guest(Interfaces interfaces, String end, Map<Integer, String> names) {
    int domid = interfaces.guestEnds().getOrDefault(end, 0);
    return names.getOrDefault(domid, "domain " + domid);
  }
}
