package gangway.check;

import gangway.check.NetworkLoss.Use;
import gangway.host.HostFunction;
import gangway.host.HostSnapshot;
import gangway.host.network.Addressing;
import gangway.host.network.Layers.Layer;
import gangway.host.network.Network;
import gangway.host.storage.Peer;
import gangway.host.storage.Remote;
import gangway.net.IpAddress;
import gangway.pci.PciAddress;
import gangway.request.Request;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Checks which disks and file systems of other machines dom0 loses with a function.
 *
 * <p>What happens without each finding:
 *
 * <ul>
 *   <li>{@code NETWORK-ROOT}: dom0 loses its root file system, and the host goes down with all
 *       guests.
 *   <li>{@code NETWORK-REMOTE}: programs and guests that use the other machine's file system or
 *       disk hang or get I/O errors.
 *   <li>{@code NETWORK-UNKNOWN}: the same, because the check could not find the NIC to the other
 *       machine. If even the machine is not known, the finding is {@code DISK-UNKNOWN} ({@link
 *       UnplacedChecks}).
 *   <li>{@code DISK-GUEST-DEFINED}: a guest whose disk is on another machine fails to start.
 * </ul>
 */
final class RemoteChecks {
  private static final String ROOT = "/";
  private static final String LOOPBACK = "lo";

  private final HostSnapshot host;
  private final Network network;
  private final NetworkLoss loss;
  private final List<Use> root = new ArrayList<>();
  private final List<Use> others = new ArrayList<>();
  private final List<Use> later = new ArrayList<>();

  /** The uses whose connection was not found, with the reason. */
  private final Set<String> unknown = new LinkedHashSet<>();

  /** The same for the disks of guests that do not run. */
  private final Set<String> unknownLater = new LinkedHashSet<>();

  private RemoteChecks(HostSnapshot host, NetworkLoss loss) {
    this.host = host;
    this.network = host.network();
    this.loss = loss;
  }

  static List<Finding> of(HostSnapshot host, Request.Hide request, NetworkLoss loss) {
    RemoteChecks checks = new RemoteChecks(host, loss);
    host.storage().remotes().forEach(checks::find);
    return Stream.of(
            checks.roots(),
            checks.remotes(),
            checks.unknown(request.functions()),
            checks.defined(),
            checks.unknownDefined(request.functions()))
        .flatMap(findings -> findings)
        .toList();
  }

  /** Finds the interfaces of a connection. */
  private void find(Remote remote) {
    switch (remote.peer()) {
      case Peer.Bound(Set<String> interfaces, String what) ->
          interfaces.forEach(device ->
              use(remote, "%s (%s, bound to %s)".formatted(remote.use(), what, device), device));
      case Peer.Address(String text) -> route(remote, text);
    }
  }

  /** If only dom0's own address is known, the interfaces that have this address count. */
  private void route(Remote remote, String peer) {
    Addressing addressing = network.addressing();
    Optional<IpAddress> address = IpAddress.parse(peer);
    Set<String> own = address.map(addressing::having).orElse(Set.of());
    if (!own.isEmpty()) {
      own.forEach(device ->
          use(remote, "%s (through dom0's address %s)".formatted(remote.use(), peer), device));
      return;
    }
    Set<String> toward = addressing.toward(peer);
    toward.forEach(device -> use(remote, "%s (from %s)".formatted(remote.use(), peer), device));
    if (toward.isEmpty() && !address.map(IpAddress::loopback).orElse(false)) {
      String reason =
          address.isPresent() ? "dom0 has no route to this address" : "this is not an IP address";
      unknown(remote).add("%s (from %s): %s".formatted(remote.use(), peer, reason));
    }
  }

  private void use(Remote remote, String what, String device) {
    if (device.equals(LOOPBACK)) {
      return;
    }
    if (!network.interfaces().layers().byName().containsKey(device)) {
      unknown(remote).add("%s: dom0 has no interface %s".formatted(what, device));
    }
    List<Use> uses = remote.later() ? later : remote.use().equals(ROOT) ? root : others;
    uses.add(new Use(what, device));
  }

  private Set<String> unknown(Remote remote) {
    return remote.later() ? unknownLater : unknown;
  }

  /** dom0 can go on without all file systems of other machines except the root file system. */
  private Stream<Finding> roots() {
    return findings(
        root,
        (function, evidence) ->
            Finding.blocks(
                    "NETWORK-ROOT",
                    "dom0's root file system is on another machine, and dom0 would lose it without "
                        + function,
                    "first give dom0 another network path to that machine",
                    evidence)
                .unlessAcceptedFor(function));
  }

  private Stream<Finding> remotes() {
    return findings(
        others,
        (function, evidence) ->
            Finding.blocks(
                    "NETWORK-REMOTE",
                    "dom0 would lose file systems or disks of other machines, which it reaches"
                        + " through "
                        + function,
                    "first unmount them (umount DIRECTORY) or log out (iscsiadm -m node -T"
                        + " TARGET --logout), or give dom0 another network path to them",
                    evidence)
                .about(function)
                .unlessAccepted());
  }

  /** Nothing uses these disks now, as with a disk of dom0 that only a definition names. */
  private Stream<Finding> defined() {
    return findings(
        later,
        (function, evidence) ->
            Finding.warns(
                    "DISK-GUEST-DEFINED",
                    ("dom0 reaches the disk of a defined guest through %s, and the guest cannot"
                            + " start without its disk")
                        .formatted(function),
                    "give dom0 another network path to the server before you start the guest",
                    evidence)
                .about(function));
  }

  private Stream<Finding> unknownDefined(Collection<PciAddress> functions) {
    return unknownLater.isEmpty()
        ? Stream.empty()
        : functions.stream()
            .filter(this::reachesOthers)
            .map(function ->
                Finding.warns(
                        "DISK-GUEST-DEFINED",
                        ("a defined guest has a disk on another machine, and gangway cannot"
                                + " determine whether dom0 reaches it through %s")
                            .formatted(function),
                        "find out which NIC dom0 uses for it (ip route get ADDRESS) before you"
                            + " start the guest",
                        TextLists.lines(List.copyOf(unknownLater), TextLists.MAX_SHOWN))
                    .about(function));
  }

  /** A finding about a function, from the evidence. */
  private interface Lost {
    Finding finding(PciAddress function, List<String> evidence);
  }

  private Stream<Finding> findings(List<Use> uses, Lost lost) {
    Map<PciAddress, List<Use>> all = loss.lost(uses);
    return all.keySet().stream()
        .map(function ->
            lost.finding(function, loss.evidence(all.getOrDefault(function, List.of()), function)));
  }

  /** Every function that can reach other machines may be the one. */
  private Stream<Finding> unknown(Collection<PciAddress> functions) {
    return unknown.isEmpty()
        ? Stream.empty()
        : functions.stream()
            .filter(this::reachesOthers)
            .map(function ->
                Finding.blocks(
                        "NETWORK-UNKNOWN",
                        ("dom0 uses disks or file systems of other machines, and gangway cannot"
                                + " determine whether dom0 reaches them through %s")
                            .formatted(function),
                        "find out which NIC dom0 uses for them (ss -tnp, ip route get ADDRESS),"
                            + " or unmount or disconnect them first",
                        TextLists.lines(List.copyOf(unknown), TextLists.MAX_SHOWN))
                    .unlessAcceptedFor(function));
  }

  private boolean reachesOthers(PciAddress function) {
    return network.interfaces().layers().byName().values().stream()
            .map(Layer::path)
            .anyMatch(path -> path.contains(function))
        || host.inventory().at(function).filter(RemoteChecks::reachesOthers).isPresent();
  }

  /** A NIC without an interface may have it in another network namespace. */
  private static boolean reachesOthers(HostFunction function) {
    return function.function().type().leadsToMachines() && function.usableByDom0();
  }
}
