package gangway.check;

import gangway.check.NetworkLoss.Effect;
import gangway.check.NetworkLoss.Use;
import gangway.host.HostSnapshot;
import gangway.host.network.Network;
import gangway.host.network.Route;
import gangway.net.IpAddress;
import gangway.pci.PciAddress;
import gangway.request.Request;
import java.util.ArrayList;
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
 *   <li>{@code NETWORK-SESSION}: the operator loses the connection to the host in the middle of the
 *       operation.
 *   <li>{@code NETWORK-DEFAULT-ROUTE}: dom0 can no longer be reached from other networks.
 *   <li>{@code NETWORK-ADDRESS}: clients that use this address of dom0 no longer reach it.
 *   <li>{@code NETWORK-DEGRADED}: the next NIC that fails cuts off the bond.
 *   <li>{@code NETWORK-MEMBER}: a bridge, bond or VLAN that was set up for later use loses its NIC.
 * </ul>
 */
final class NetworkChecks {
  private final Network network;
  private final NetworkLoss loss;
  private final List<Finding> findings = new ArrayList<>();

  private NetworkChecks(Network network, Request.Hide request) {
    this.network = network;
    loss = new NetworkLoss(network.interfaces(), request.functions());
  }

  static List<Finding> of(HostSnapshot host, Request.Hide request) {
    NetworkChecks checks = new NetworkChecks(host.network(), request);
    checks.session();
    checks.findings.addAll(RemoteChecks.of(host, request, checks.loss));
    checks.defaultRoutes();
    checks.findings.addAll(GuestNetworkChecks.of(host, checks.loss));
    checks.addresses();
    checks.degraded();
    checks.members();
    return checks.findings;
  }

  private void session() {
    network
        .session()
        .ifPresent(session -> {
          String what = "the SSH session from " + session.client();
          loss.lost(session.interfaces().stream().map(device -> new Use(what, device)).toList())
              .forEach((function, uses) ->
                  findings.add(
                      Finding.blocks(
                              "NETWORK-SESSION",
                              ("this SSH session from %s would be cut off, because it goes through"
                                      + " %s")
                                  .formatted(session.client(), function),
                              "log in through another NIC, the host's serial console or its BMC,"
                                  + " and run the command there",
                              loss.evidence(uses, function))
                          .unlessAcceptedFor(function)));
        });
  }

  private void defaultRoutes() {
    List<Use> routes =
        network.defaults().stream().map(route -> new Use(route.title(), route.device())).toList();
    loss.lost(routes)
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

  /**
   * Addresses of dom0 that other machines may use. IPv6 link-local addresses do not count, because
   * every interface that is up has one. An interface with a default route or the session has a
   * worse finding already.
   */
  private void addresses() {
    Set<String> told = new HashSet<>();
    network.defaults().forEach(route -> told.add(route.device()));
    network.session().ifPresent(session -> told.addAll(session.interfaces()));
    List<Use> serving = new ArrayList<>();
    List<Use> silent = new ArrayList<>();
    network
        .addressing()
        .addresses()
        .forEach((device, addresses) -> {
          boolean dark = network.interfaces().dark().contains(device);
          for (IpAddress address : told.contains(device) ? List.<IpAddress>of() : addresses) {
            Use use = new Use(address.toString(), device);
            if (!address.linkLocal()) {
              (dark ? silent : serving).add(use);
            } else if (address.ipv4()) {
              silent.add(use);
            }
          }
        });
    loss.lost(serving)
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
    loss.lost(silent)
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
