package gangway.check;

import gangway.check.NetworkLoss.Use;
import gangway.host.HostFunction;
import gangway.host.HostSnapshot;
import gangway.host.network.Layers.Layer;
import gangway.host.network.Network;
import gangway.host.storage.Remote;
import gangway.host.storage.Volume;
import gangway.pci.PciAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
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
                .map(peer -> PeerPath.to(peer, network))
                .filter(path -> (any && isUnknown(path, network)) || isLost(path, loss))
                .isPresent())
        .map(Volume::name)
        .collect(Collectors.toSet());
  }

  private static boolean isLost(PeerPath path, NetworkLoss loss) {
    return path.interfaces().stream()
        .anyMatch(one -> loss.of(one).effect() == NetworkLoss.Effect.LOST);
  }

  private static boolean isUnknown(PeerPath path, Network network) {
    return path.gap().isPresent()
        || (!path.interfaces().isEmpty()
            && path.interfaces().stream().noneMatch(network.interfaces()::leadsSomewhere));
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
      PeerPath path = PeerPath.to(remote.peer(), network);
      String what = "%s (%s)".formatted(remote.use(), path.how());
      path.gap().ifPresent(why -> unknownOf(remote).add(what + ": " + why));
      path.interfaces().forEach(device -> use(remote, what, device));
    }

    private void use(Remote remote, String what, String device) {
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
