package gangway.check;

import gangway.check.NetworkLoss.Effect;
import gangway.check.NetworkLoss.Use;
import gangway.host.Host;
import gangway.host.network.Network;
import gangway.host.network.Route;
import gangway.host.storage.Remote;
import gangway.net.IpAddress;
import gangway.pci.Address;
import gangway.request.Request;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What dom0, its guests and whoever is logged in would lose with a function that is a NIC. */
final class NetworkChecks {
  private static final String ROOT = "/";

  private final Network network;
  private final NetworkLoss loss;
  private final List<Finding> findings = new ArrayList<>();

  private NetworkChecks(Network network, Request.Hide request) {
    this.network = network;
    loss = new NetworkLoss(network.interfaces(), request.functions());
  }

  static List<Finding> of(Host host, Request.Hide request) {
    NetworkChecks checks = new NetworkChecks(host.network(), request);
    checks.session();
    checks.remotes(host.storage().remotes());
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
                              "this session, by SSH from %s, would be cut off with %s"
                                  .formatted(session.client(), function),
                              "come in by another NIC, or by the host's serial console or BMC",
                              loss.evidence(uses, function))
                          .unlessAcceptedFor(function)));
        });
  }

  /** Of what is on other machines the root file system is what dom0 cannot go on without. */
  private void remotes(List<Remote> remotes) {
    loss.lost(uses(remotes.stream().filter(remote -> remote.use().equals(ROOT))))
        .forEach((function, uses) ->
            findings.add(
                Finding.blocks(
                        "NETWORK-ROOT",
                        "dom0 would lose its root file system, which is on another machine, with "
                            + function,
                        "give dom0 another way to that machine first",
                        loss.evidence(uses, function))
                    .unlessAcceptedFor(function)));
    loss.lost(uses(remotes.stream().filter(remote -> !remote.use().equals(ROOT))))
        .forEach((function, uses) ->
            findings.add(
                Finding.blocks(
                        "NETWORK-REMOTE",
                        "dom0 would lose its way to what it keeps on other machines with "
                            + function,
                        "unmount it (umount) or log out of it (iscsiadm --logout) first, or give"
                            + " dom0 another way to it",
                        loss.evidence(uses, function))
                    .about(function)
                    .unlessAccepted()));
  }

  private List<Use> uses(Stream<Remote> remotes) {
    return remotes.flatMap(this::uses).toList();
  }

  /** Where dom0's own address is all that is known of the way, that is it. */
  private Stream<Use> uses(Remote remote) {
    Set<String> own =
        IpAddress.parse(remote.peer()).map(network.addressing()::having).orElse(Set.of());
    return own.isEmpty()
        ? network.addressing().toward(remote.peer()).stream()
            .map(device -> new Use(remote.use() + ", from " + remote.peer() + ",", device))
        : own.stream().map(device -> new Use(remote.use() + ", by " + remote.peer() + ",", device));
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
                      "dom0 would lose its way out (%s) with %s".formatted(families, function),
                      "give dom0 another way out first",
                      evidence)
                  .about(function)
                  .unlessAccepted());
        });
  }

  /**
   * Addresses that others may know dom0 by. What each interface that is up gives itself in IPv6 is
   * none, and where a default route or the session goes, the address is the least of it.
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
                        "dom0 would lose its address %s with %s".formatted(whats(uses), function),
                        "see that nobody reaches dom0 there (ss -tulnp), then take it away: ip"
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
                        "dom0 has given %s the address %s, where nobody reaches it now"
                            .formatted(function, whats(uses)),
                        "take it out of dom0's network settings if it is not needed",
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
        for (Address function : hit.by()) {
          findings.add(
              Finding.warns(
                      "NETWORK-DEGRADED",
                      "%s would be degraded, not lost, with %s".formatted(aggregate, function),
                      "take the NIC out of %s before it is hidden".formatted(aggregate),
                      loss.evidence(List.of(new Use(aggregate, aggregate)), function))
                  .about(function));
        }
      }
    }
  }

  /** A NIC that others are made of was set up for something, if only for later. */
  private void members() {
    Set<Optional<Address>> told =
        findings.stream().map(Finding::function).collect(Collectors.toSet());
    network
        .interfaces()
        .layers()
        .byName()
        .forEach((name, layer) -> {
          for (String member : layer.below()) {
            Optional<Address> function = loss.directly(member);
            if (function.isPresent() && !told.contains(function)) {
              findings.add(
                  Finding.warns(
                          "NETWORK-MEMBER",
                          "%s, of %s, is a part of %s".formatted(member, function.get(), name),
                          "see what %s is for (ip -d link), and take it apart first"
                              .formatted(name),
                          Chain.of(name, Stream.of(member), function.get()))
                      .about(function.get()));
            }
          }
        });
  }
}
