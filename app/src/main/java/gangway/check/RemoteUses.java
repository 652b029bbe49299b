package gangway.check;

import gangway.check.NetworkLoss.Use;
import gangway.host.HostFunction;
import gangway.host.HostSnapshot;
import gangway.host.network.Addressing;
import gangway.host.network.Layers.Layer;
import gangway.host.network.Network;
import gangway.host.storage.Peer;
import gangway.host.storage.Remote;
import gangway.host.storage.Volume;
import gangway.net.IpAddress;
import gangway.pci.PciAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The interfaces through which dom0 reaches disks and file systems of other machines.
 *
 * @param root dom0's root file system
 * @param others what dom0 and running guests use now
 * @param later the disks of guests that do not run
 * @param unknown the uses whose connection was not found, with the reason
 * @param unknownLater the same for the disks of guests that do not run
 */
record RemoteUses(
    List<Use> root,
    List<Use> others,
    List<Use> later,
    List<String> unknown,
    List<String> unknownLater) {
  private static final String ROOT = "/";
  private static final String LOOPBACK = "lo";

  RemoteUses {
    root = List.copyOf(root);
    others = List.copyOf(others);
    later = List.copyOf(later);
    unknown = List.copyOf(unknown);
    unknownLater = List.copyOf(unknownLater);
  }

  static RemoteUses of(HostSnapshot host) {
    Finder finder = new Finder(host.network());
    host.storage().remotes().forEach(finder::find);
    return new RemoteUses(
        finder.root,
        finder.others,
        finder.later,
        List.copyOf(finder.unknown),
        List.copyOf(finder.unknownLater));
  }

  /**
   * The volumes of other machines that dom0 loses, or may lose, with some functions, by their
   * names.
   */
  static Set<String> unreached(HostSnapshot host, Collection<PciAddress> gone) {
    Network network = host.network();
    NetworkLoss loss = new NetworkLoss(network.interfaces(), gone);
    boolean any = gone.stream().anyMatch(function -> reachesOthers(host, function));
    return host.storage().volumes().values().stream()
        .filter(volume ->
            volume
                .peer()
                .map(peer -> interfaces(network, peer))
                .filter(interfaces ->
                    interfaces.stream()
                            .anyMatch(one -> loss.of(one).effect() == NetworkLoss.Effect.LOST)
                        || (any
                            && interfaces.stream().noneMatch(network.interfaces()::leadsSomewhere)))
                .isPresent())
        .map(Volume::name)
        .collect(Collectors.toSet());
  }

  /** The interfaces through which dom0 reaches another machine; empty if they are not known. */
  private static Set<String> interfaces(Network network, Peer peer) {
    return switch (peer) {
      case Peer.Bound(Set<String> interfaces, _) -> interfaces;
      case Peer.Address(String text) -> {
        Set<String> own = IpAddress.parse(text).map(network.addressing()::having).orElse(Set.of());
        yield own.isEmpty() ? network.addressing().toward(text) : own;
      }
    };
  }

  /** Whether dom0 reaches, or may reach, other machines through a function. */
  static boolean reachesOthers(HostSnapshot host, PciAddress function) {
    return host.network().interfaces().layers().byName().values().stream()
            .map(Layer::path)
            .anyMatch(path -> path.contains(function))
        || host.inventory().at(function).filter(RemoteUses::reachesOthers).isPresent();
  }

  /** A NIC without an interface may have it in another network namespace. */
  private static boolean reachesOthers(HostFunction function) {
    return function.function().type().leadsToMachines() && function.usableByDom0();
  }

  private static final class Finder {
    private final Network network;
    private final List<Use> root = new ArrayList<>();
    private final List<Use> others = new ArrayList<>();
    private final List<Use> later = new ArrayList<>();
    private final Set<String> unknown = new LinkedHashSet<>();
    private final Set<String> unknownLater = new LinkedHashSet<>();

    Finder(Network network) {
      this.network = network;
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
        unknownOf(remote).add("%s (from %s): %s".formatted(remote.use(), peer, reason));
      }
    }

    private void use(Remote remote, String what, String device) {
      if (device.equals(LOOPBACK)) {
        return;
      }
      if (!network.interfaces().layers().byName().containsKey(device)) {
        unknownOf(remote).add("%s: dom0 has no interface %s".formatted(what, device));
      } else if (!network.interfaces().leadsSomewhere(device)) {
        unknownOf(remote).add("%s: %s".formatted(what, NetworkUses.nothingBelow(device)));
      }
      List<Use> uses = remote.later() ? later : remote.use().equals(ROOT) ? root : others;
      uses.add(new Use(what, device));
    }

    private Set<String> unknownOf(Remote remote) {
      return remote.later() ? unknownLater : unknown;
    }
  }
}
