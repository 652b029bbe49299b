package gangway.check;

import gangway.check.NetworkLoss.Use;
import gangway.host.HostSnapshot;
import gangway.pci.PciAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
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
    SortedMap<String, List<String>> ends = NetworkUses.guestEnds(host.network().interfaces());
    Map<Integer, String> names = NetworkUses.guestNames(host);
    List<Use> bridges = ends.keySet().stream().map(bridge -> new Use(bridge, bridge)).toList();
    List<Finding> findings = new ArrayList<>();
    loss.lost(bridges)
        .forEach((function, uses) -> {
          List<String> evidence = new ArrayList<>();
          TreeSet<String> guests = new TreeSet<>();
          for (Use bridge : uses) {
            List<String> members = new ArrayList<>();
            for (String end : ends.getOrDefault(bridge.device(), List.of())) {
              String guest = NetworkUses.guest(host.network().interfaces(), end, names);
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
}
