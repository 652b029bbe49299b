package gangway.check;

import gangway.check.NetworkLoss.Use;
import gangway.host.HostSnapshot;
import gangway.host.network.Interfaces;
import gangway.host.network.Network;
import gangway.host.network.RemoteSession;
import gangway.net.IpAddress;
import gangway.xen.guest.Guest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What dom0, its guests and its users use interfaces for, without a request. {@link NetworkChecks}
 * and {@link Carries} take the uses from here, so that they agree.
 */
final class NetworkUses {
  private NetworkUses() {}

  /** The name of a session in evidence: {@code the SSH session from 192.0.2.7}. */
  static String name(RemoteSession session) {
    return "the " + session.name();
  }

  /** Why it is not known which NIC an interface uses. */
  static String nothingBelow(String device) {
    return "the NIC below %s is not known".formatted(device);
  }

  static List<Use> sessions(Network network) {
    return network.sessions().stream()
        .flatMap(
            session -> session.interfaces().stream().map(device -> new Use(name(session), device)))
        .toList();
  }

  static List<Use> defaultRoutes(Network network) {
    return network.defaults().stream()
        .map(route -> new Use(route.title(), route.device()))
        .toList();
  }

  /**
   * Addresses of dom0.
   *
   * @param serving those that other machines may use
   * @param silent those that no other machine can use now
   */
  record Addresses(List<Use> serving, List<Use> silent) {
    Addresses {
      serving = List.copyOf(serving);
      silent = List.copyOf(silent);
    }
  }

  /**
   * IPv6 link-local addresses do not count, because every interface that is up has one. Other
   * machines cannot use an IPv4 link-local address without knowing of it.
   */
  static Addresses addresses(Network network) {
    List<Use> serving = new ArrayList<>();
    List<Use> silent = new ArrayList<>();
    network
        .addressing()
        .addresses()
        .forEach((device, addresses) -> {
          boolean dark = network.interfaces().dark().contains(device);
          for (IpAddress address : addresses) {
            Use use = new Use(address.toString(), device);
            if (!address.linkLocal()) {
              (dark ? silent : serving).add(use);
            } else if (address.ipv4()) {
              silent.add(use);
            }
          }
        });
    return new Addresses(serving, silent);
  }

  /** dom0's ends of the guests' interfaces, by their bridge. */
  static SortedMap<String, List<String>> guestEnds(Interfaces interfaces) {
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

  static Map<Integer, String> guestNames(HostSnapshot host) {
    Map<Integer, String> names = new HashMap<>();
    for (Guest guest : host.guests().all()) {
      guest.running().ifPresent(domain -> names.put(domain.domid(), guest.name()));
    }
    return names;
  }

  static String guest(Interfaces interfaces, String end, Map<Integer, String> names) {
    int domid = interfaces.guestEnds().getOrDefault(end, 0);
    return names.getOrDefault(domid, "domain " + domid);
  }
}
