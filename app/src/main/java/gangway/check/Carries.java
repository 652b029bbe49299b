package gangway.check;

import gangway.check.NetworkLoss.Use;
import gangway.host.Consoles;
import gangway.host.HostFunction;
import gangway.host.HostSnapshot;
import gangway.host.Xen;
import gangway.host.XenConsole;
import gangway.host.network.Interfaces;
import gangway.host.network.Layers;
import gangway.host.network.Network;
import gangway.host.storage.DiskUsage;
import gangway.host.storage.Storage;
import gangway.host.storage.Volume;
import gangway.pci.PciAddress;
import gangway.pci.PciFunction;
import gangway.request.Request;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Stream;

/**
 * What functions carry: the chains from a function to what dom0, its guests and its users have on
 * it, without a request. A mirror or bond counts on each of its members: with one of them it stays,
 * degraded.
 *
 * <p>The uses are those of the checks of {@code hide}: {@link DiskUsage}, {@link NetworkUses},
 * {@link RemoteUses}, {@link Consoles} and the findings about what is not known. So a function that
 * a check blocks carries something. The use of a device node by a program ({@code DEVICE-OPEN}) is
 * not among them.
 */
public final class Carries {
  /** The findings about what may be on a function. */
  private static final Set<String> NOT_KNOWN =
      Set.of("DISK-UNKNOWN", "NETWORK-UNKNOWN", "CONSOLE-UNKNOWN");

  private final HostSnapshot host;
  private final DiskUsage disks;
  private final RemoteUses remotes;
  private final NetworkUses.Addresses addresses;
  private final SortedMap<String, List<String>> guestEnds;
  private final Map<Integer, String> guestNames;
  private final List<XenConsole> xenConsoles;

  private Carries(HostSnapshot host) {
    this.host = host;
    disks = new DiskUsage(host.storage());
    remotes = RemoteUses.of(host);
    addresses = NetworkUses.addresses(host.network());
    guestEnds = NetworkUses.guestEnds(host.network().interfaces());
    guestNames = NetworkUses.guestNames(host);
    xenConsoles = host.xen().map(Xen::commandLine).map(XenConsole::of).orElse(List.of());
  }

  /** Prepares the answers for all functions of a snapshot, in which the uses were read. */
  public static Carries of(HostSnapshot host) {
    return new Carries(host);
  }

  /** What a function carries, in the order of {@link Carried.Kind}. */
  public List<Carried> on(PciAddress function) {
    List<Carried> carried = new ArrayList<>();
    disks(function, carried);
    network(function, carried);
    consoles(function, carried);
    unknown(function, carried);
    return carried.stream()
        .distinct()
        .sorted((one, other) -> one.kind().compareTo(other.kind()))
        .toList();
  }

  /** A few words for a list: {@code md0, / and /srv}; empty if nothing is carried. */
  public static String summary(List<Carried> carried) {
    return TextLists.of(
        carried.stream()
            .map(one -> one.kind() == Carried.Kind.UNKNOWN ? "(not known)" : one.what())
            .distinct()
            .toList());
  }

  private void disks(PciAddress function, List<Carried> carried) {
    for (Storage.Use use : disks.by(function)) {
      List<String> labels =
          disks.chain(use.on(), function).stream()
              .map(Volume::label)
              .filter(label -> !label.equals(use.what()))
              .toList();
      carried.add(new Carried(kind(use.kind()), use.what(), upward(labels, use.what())));
    }
  }

  private static Carried.Kind kind(Storage.Kind kind) {
    return switch (kind) {
      case SYSTEM -> Carried.Kind.SYSTEM;
      case IN_USE -> Carried.Kind.FILE_SYSTEM;
      case MEMBER -> Carried.Kind.VOLUME;
      case GUEST -> Carried.Kind.GUEST_DISK;
      case BOOT -> Carried.Kind.NEXT_BOOT;
      case DEFINED_GUEST -> Carried.Kind.DEFINED_GUEST_DISK;
      case DORMANT -> Carried.Kind.DORMANT;
    };
  }

  /** The chain of evidence goes down to the function; this one goes up to the use. */
  private static List<String> upward(List<String> downward, String... uses) {
    return Stream.concat(downward.reversed().stream(), Stream.of(uses)).toList();
  }

  private void network(PciAddress function, List<Carried> carried) {
    Network network = host.network();
    int before = carried.size();
    uses(Carried.Kind.REMOTE, remotes.root(), function, carried);
    uses(Carried.Kind.SESSION, NetworkUses.sessions(network), function, carried);
    uses(Carried.Kind.REMOTE, remotes.others(), function, carried);
    uses(Carried.Kind.DEFINED_GUEST_DISK, remotes.later(), function, carried);
    uses(Carried.Kind.DEFAULT_ROUTE, NetworkUses.defaultRoutes(network), function, carried);
    guestEnds.forEach((bridge, ends) -> guests(bridge, ends, function, carried));
    uses(Carried.Kind.ADDRESS, addresses.serving(), function, carried);
    uses(Carried.Kind.ADDRESS, addresses.silent(), function, carried);
    if (carried.size() == before) {
      members(function, carried);
    }
  }

  private void uses(Carried.Kind kind, List<Use> uses, PciAddress function, List<Carried> carried) {
    Layers layers = host.network().interfaces().layers();
    for (Use use : uses) {
      layers
          .down(use.device(), function)
          .ifPresent(
              names -> carried.add(new Carried(kind, use.what(), upward(names, use.what()))));
    }
  }

  private void guests(
      String bridge, List<String> ends, PciAddress function, List<Carried> carried) {
    Interfaces interfaces = host.network().interfaces();
    interfaces
        .layers()
        .down(bridge, function)
        .ifPresent(names -> {
          for (String end : ends) {
            String guest = NetworkUses.guest(interfaces, end, guestNames);
            carried.add(new Carried(Carried.Kind.GUEST_NETWORK, guest, upward(names, end, guest)));
          }
        });
  }

  /** Interfaces that are made of one directly on the function; they may have a later purpose. */
  private void members(PciAddress function, List<Carried> carried) {
    host.network()
        .interfaces()
        .layers()
        .byName()
        .forEach((name, layer) ->
            layer.below().stream()
                .filter(member -> directlyOn(member, function))
                .forEach(member ->
                    carried.add(new Carried(Carried.Kind.NETWORK, name, List.of(member, name)))));
  }

  private boolean directlyOn(String name, PciAddress function) {
    Layers.Layer layer = host.network().interfaces().layers().byName().get(name);
    return layer != null && layer.path().contains(function);
  }

  private void consoles(PciAddress function, List<Carried> carried) {
    host.inventory()
        .at(function)
        .filter(one -> !one.hiddenNow())
        .map(HostFunction::function)
        .ifPresent(one -> consoles(one, carried));
  }

  private void consoles(PciFunction function, List<Carried> carried) {
    Consoles consoles = host.consoles();
    PciAddress address = function.address();
    if (consoles.bootDisplays().contains(address)) {
      String what = "the display that this machine boots on";
      carried.add(new Carried(Carried.Kind.SCREEN, what, List.of(what)));
    }
    devices(Carried.Kind.SCREEN, consoles.framebuffers(), "a screen of dom0", address, carried);
    devices(Carried.Kind.CONSOLE, consoles.terminals(), "a console of dom0", address, carried);
    for (XenConsole console : xenConsoles) {
      if (console.fits(function)) {
        String what = "Xen's console: " + console.option();
        carried.add(new Carried(Carried.Kind.CONSOLE, what, List.of(what)));
      }
    }
    devices(Carried.Kind.KEYBOARD, consoles.keyboards(), "a keyboard of dom0", address, carried);
    Bmc.part(function)
        .ifPresent(part -> carried.add(new Carried(Carried.Kind.BMC, part, List.of(part))));
  }

  private static void devices(
      Carried.Kind kind,
      List<Consoles.Device> devices,
      String what,
      PciAddress function,
      List<Carried> carried) {
    for (Consoles.Device device : devices) {
      if (device.path().contains(function)) {
        carried.add(new Carried(kind, what, List.of(device.name(), what)));
      }
    }
  }

  /** The findings about what may be on the function, from the checks themselves. */
  private void unknown(PciAddress function, List<Carried> carried) {
    Request.Hide hide = new Request.Hide(List.of(function), Set.of(Request.Reach.NOW));
    Set<String> sentences = new LinkedHashSet<>();
    Stream.of(
            UnplacedChecks.of(host, hide),
            UnknownChecks.losing(host, hide),
            RemoteChecks.unknown(host, remotes, function),
            NetworkChecks.unplaced(host, function))
        .flatMap(List::stream)
        .filter(finding -> NOT_KNOWN.contains(finding.code()))
        .forEach(finding -> sentences.add(finding.sentence()));
    sentences.forEach(
        sentence -> carried.add(new Carried(Carried.Kind.UNKNOWN, sentence, List.of())));
  }
}
