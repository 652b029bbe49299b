package gangway.check;

import gangway.check.NetworkLoss.Effect;
import gangway.check.NetworkLoss.Use;
import gangway.host.HostSnapshot;
import gangway.host.network.Network;
import gangway.host.network.RemoteSession;
import gangway.host.network.Route;
import gangway.pci.PciAddress;
import gangway.request.Request;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Checks what dom0, its guests and the logged-in operator lose with a function that is a NIC.
 *
 * <p>What happens without each finding:
 *
 * <ul>
 *   <li>{@code NETWORK-SESSION}: the operator, or another administrator, loses the connection to
 *       the host in the middle of the operation.
 *   <li>{@code NETWORK-DEFAULT-ROUTE}: dom0 can no longer be reached from other networks.
 *   <li>{@code NETWORK-ADDRESS}: clients that use this address of dom0 no longer reach it.
 *   <li>{@code NETWORK-DEGRADED}: the next NIC that fails cuts off the bond.
 *   <li>{@code NETWORK-MEMBER}: a bridge, bond or VLAN that was set up for later use loses its NIC.
 * </ul>
 */
final class NetworkChecks {
  /** The most sessions with evidence of their own. */
  private static final int MOST_SESSIONS = 20;

  private static final String LOOPBACK = "lo";

  private final Network network;
  private final NetworkLoss loss;
  private final List<Finding> findings = new ArrayList<>();

  private NetworkChecks(HostSnapshot host, Request.Hide request) {
    network = host.network();
    loss = new NetworkLoss(network.interfaces(), request.functions());
  }

  static List<Finding> of(HostSnapshot host, Request.Hide request) {
    NetworkChecks checks = new NetworkChecks(host, request);
    checks.sessions();
    request.functions().stream()
        .flatMap(function -> unplaced(host, function).stream())
        .forEach(checks.findings::add);
    checks.findings.addAll(RemoteChecks.of(host, request, checks.loss));
    checks.defaultRoutes();
    checks.findings.addAll(GuestNetworkChecks.of(host, checks.loss));
    checks.addresses();
    checks.degraded();
    checks.members();
    return checks.findings;
  }

  private void sessions() {
    loss.lost(NetworkUses.sessions(network))
        .forEach((function, uses) -> {
          // a server can have 100,000 connections
          Set<String> names = uses.stream().map(Use::what).collect(Collectors.toSet());
          List<RemoteSession> lost =
              network.sessions().stream()
                  .filter(session -> names.contains(NetworkUses.name(session)))
                  .toList();
          findings.add(
              Finding.blocks(
                      "NETWORK-SESSION",
                      cutOff(lost, function),
                      remedy(lost),
                      loss.evidence(shown(uses), function))
                  .unlessAcceptedFor(function));
        });
  }

  /** The sentence counts the other sessions. */
  private static List<Use> shown(List<Use> uses) {
    return uses.subList(0, Math.min(uses.size(), MOST_SESSIONS));
  }

  private static String cutOff(List<RemoteSession> lost, PciAddress function) {
    List<String> names =
        lost.stream().map(one -> (one.own() ? "this " : "the ") + one.name()).toList();
    return names.size() == 1
        ? "%s would be cut off, because it goes through %s".formatted(names.getFirst(), function)
        : "%d sessions would be cut off, because they go through %s: %s"
            .formatted(names.size(), function, TextLists.of(names));
  }

  private static String remedy(List<RemoteSession> lost) {
    String own =
        "log in through another NIC, the host's serial console or its BMC, and run the command"
            + " there";
    String others =
        "ask the other users to log in through another NIC or to log out ('who' and 'ss -tunap'"
            + " show the connections)";
    boolean mine = lost.stream().anyMatch(RemoteSession::own);
    return !mine ? others : lost.size() == 1 ? own : own + "; " + others;
  }

  /**
   * Sessions and default routes whose NICs are not known can be on every NIC. What uses an
   * interface in another network namespace is not known either.
   */
  static List<Finding> unplaced(HostSnapshot host, PciAddress function) {
    return RemoteUses.reachesOthers(host, function)
        ? Stream.of(
                unplacedSessions(host.network(), function),
                unplacedDefaultRoutes(host.network(), function),
                moved(host.network(), function))
            .flatMap(Optional::stream)
            .toList()
        : List.of();
  }

  private static Optional<Finding> unplacedSessions(Network network, PciAddress function) {
    List<String> unplaced =
        network.sessions().stream()
            .flatMap(session ->
                unplaced(network, session.interfaces())
                    .map(why -> "%s: %s".formatted(session.name(), why))
                    .stream())
            .toList();
    return unplaced.isEmpty()
        ? Optional.empty()
        : Optional.of(
            Finding.blocks(
                    "NETWORK-UNKNOWN",
                    ("Gangway cannot determine whether a session from another machine goes through"
                            + " %s")
                        .formatted(function),
                    "find out which NIC the session uses (who, ss -tunap, ip route get ADDRESS), or"
                        + " ask its user to log out",
                    TextLists.lines(unplaced, TextLists.MAX_SHOWN))
                .unlessAcceptedFor(function));
  }

  private static Optional<String> unplaced(Network network, Collection<String> interfaces) {
    if (interfaces.isEmpty()) {
      return Optional.of("the interface to this machine is not known");
    }
    return interfaces.stream()
        .filter(device ->
            network.interfaces().layers().byName().containsKey(device)
                && !device.equals(LOOPBACK)
                && !network.interfaces().leadsSomewhere(device))
        .map(NetworkUses::nothingBelow)
        .findFirst();
  }

  /** A tunnel with a default route uses another route itself, which is often a default route. */
  private static Optional<Finding> unplacedDefaultRoutes(Network network, PciAddress function) {
    List<Route> defaults = network.defaults();
    List<String> unplaced =
        defaults.stream()
            .filter(route ->
                defaults.stream()
                    .filter(other -> other.family().equals(route.family()))
                    .noneMatch(other -> network.interfaces().leadsSomewhere(other.device())))
            .flatMap(route ->
                unplaced(network, List.of(route.device()))
                    .map(why -> "%s: %s".formatted(route.title(), why))
                    .stream())
            .distinct()
            .toList();
    return unplaced.isEmpty()
        ? Optional.empty()
        : Optional.of(
            Finding.blocks(
                    "NETWORK-UNKNOWN",
                    "Gangway cannot determine whether dom0's default route goes through "
                        + function,
                    "find out which NIC the interface uses (ip -d link show, ip route get ADDRESS"
                        + " for the other end of a tunnel)",
                    unplaced)
                .unlessAcceptedFor(function));
  }

  private static Optional<Finding> moved(Network network, PciAddress function) {
    return Optional.ofNullable(network.moved().get(function))
        .map(why ->
            Finding.blocks(
                    "NETWORK-UNKNOWN",
                    "Gangway cannot determine what the interface of %s is used for in another network namespace"
                        .formatted(function),
                    "find out which container or service has the interface (lsns -t net, ip netns list, ip -n NAMESPACE address), or move"
                        + " it back (ip -n NAMESPACE link set INTERFACE netns 1)",
                    why)
                .unlessAcceptedFor(function));
  }

  private void defaultRoutes() {
    loss.lost(NetworkUses.defaultRoutes(network))
        .forEach((function, uses) -> {
          String families =
              network.defaults().stream()
                  .filter(
                      route -> uses.stream().anyMatch(use -> use.device().equals(route.device())))
                  .map(Route::family)
                  .distinct()
                  .sorted()
                  .collect(Collectors.joining(", "));
          List<String> evidence = new ArrayList<>(loss.evidence(uses, function));
          network.defaults().stream()
              .filter(route -> families.contains(route.family()))
              .filter(route -> loss.of(route.device()).effect() != Effect.LOST)
              .map(route -> "another %s is on %s".formatted(route.title(), route.device()))
              .distinct()
              .forEach(evidence::add);
          findings.add(
              Finding.blocks(
                      "NETWORK-DEFAULT-ROUTE",
                      "dom0 would lose its default route (%s), which goes through %s"
                          .formatted(families, function),
                      "first give dom0 another default route: ip route replace default via GATEWAY"
                          + " dev INTERFACE",
                      evidence)
                  .about(function)
                  .unlessAccepted());
        });
  }

  /** An interface with a default route or a session has a worse finding already. */
  private void addresses() {
    Set<String> told = new HashSet<>();
    network.defaults().forEach(route -> told.add(route.device()));
    network.sessions().forEach(session -> told.addAll(session.interfaces()));
    NetworkUses.Addresses addresses = NetworkUses.addresses(network);
    loss.lost(untold(addresses.serving(), told))
        .forEach((function, uses) ->
            findings.add(
                Finding.blocks(
                        "NETWORK-ADDRESS",
                        "dom0 would lose its address on %s: %s".formatted(function, whats(uses)),
                        "check that no client uses this address (ss -tunap), then remove it: ip"
                            + " address flush dev "
                            + uses.getFirst().device(),
                        loss.evidence(uses, function))
                    .about(function)
                    .unlessAccepted()));
    loss.lost(untold(addresses.silent(), told))
        .forEach((function, uses) ->
            findings.add(
                Finding.notes(
                        "NETWORK-ADDRESS",
                        ("dom0 has the address %2$s on %1$s, but no other machine can reach dom0"
                                + " there now")
                            .formatted(function, whats(uses)),
                        "if the address is not needed, remove it from dom0's network settings",
                        loss.evidence(uses, function))
                    .about(function)));
  }

  private static List<Use> untold(List<Use> uses, Set<String> told) {
    return uses.stream().filter(use -> !told.contains(use.device())).toList();
  }

  private static String whats(List<Use> uses) {
    return uses.stream().map(Use::what).distinct().collect(Collectors.joining(", "));
  }

  private void degraded() {
    for (String aggregate : network.interfaces().aggregates().keySet()) {
      NetworkLoss.Loss hit = loss.of(aggregate);
      if (hit.effect() == Effect.DEGRADED) {
        for (PciAddress function : hit.by()) {
          findings.add(
              Finding.warns(
                      "NETWORK-DEGRADED",
                      "without %2$s, %1$s would be degraded, not lost"
                          .formatted(aggregate, function),
                      ("first remove the NIC from %s (ip link set NIC nomaster; for Open vSwitch:"
                              + " ovs-vsctl)")
                          .formatted(aggregate),
                      loss.evidence(List.of(new Use(aggregate, aggregate)), function))
                  .about(function));
        }
      }
    }
  }

  /** A NIC that is part of another interface has a purpose, perhaps a later one. */
  private void members() {
    Set<Optional<PciAddress>> told =
        findings.stream().map(Finding::function).collect(Collectors.toSet());
    network
        .interfaces()
        .layers()
        .byName()
        .forEach((name, layer) -> {
          for (String member : layer.below()) {
            Optional<PciAddress> function = loss.directly(member);
            if (function.isPresent() && !told.contains(function)) {
              findings.add(
                  Finding.warns(
                          "NETWORK-MEMBER",
                          "%s, which is on %s, is part of %s, and %s would lose it"
                              .formatted(member, function.get(), name, name),
                          "check what %s is for (ip -d link show %s), and first remove %s from it"
                              .formatted(name, name, member),
                          EvidencePath.of(name, Stream.of(member), function.get()))
                      .about(function.get()));
            }
          }
        });
  }
}
