package gangway.handover;

import gangway.host.Host;
import gangway.host.Network;
import gangway.host.Storage;
import gangway.pci.Address;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What the host would lose with a function: it lives on it. */
final class InUseChecks {
  private InUseChecks() {}

  static List<Finding> of(Host host, Request.Hide request) {
    List<Finding> findings = new ArrayList<>();
    for (Address function : request.functions()) {
      for (Storage.Use use : host.storage().uses()) {
        host.storage()
            .devices()
            .down(use.device(), function)
            .ifPresent(devices -> findings.add(disk(function, use, devices)));
      }
      for (Network.DefaultRoute route : host.network().defaults()) {
        host.network()
            .interfaces()
            .down(route.device(), function)
            .ifPresent(interfaces -> findings.add(route(function, route, interfaces)));
      }
    }
    return findings;
  }

  private static Finding disk(Address function, Storage.Use use, List<String> devices) {
    return Finding.blocks(
        "DISK-IN-USE",
        "dom0 would lose %s with %s".formatted(use.what(), function),
        use.what().equals("swap")
            ? "switch it off (swapoff) and take it out of /etc/fstab first"
            : "move it to another disk, or unmount it and take it out of /etc/fstab first",
        chain(use.what(), devices.stream().map(name -> "/dev/" + name), function));
  }

  private static Finding route(
      Address function, Network.DefaultRoute route, List<String> interfaces) {
    return Finding.blocks(
        "NETWORK-DEFAULT-ROUTE",
        "dom0 would lose its way out (%s) with %s".formatted(route.family(), function),
        "give dom0 another way out first",
        chain(route.family() + " default route", interfaces.stream(), function));
  }

  /** {@code / is on /dev/dm-0, on /dev/sda3, on /dev/sda, on 0000:01:00.0}. */
  private static String chain(String use, Stream<String> devices, Address function) {
    return use
        + " is on "
        + String.join(", on ", Stream.concat(devices, Stream.of(function.toString())).toList());
  }
}
