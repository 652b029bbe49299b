package gangway.check;

import gangway.host.Host;
import gangway.host.Network;
import gangway.pci.Address;
import java.util.ArrayList;
import java.util.List;

/** What dom0, its guests and whoever is logged in would lose with a function that is a NIC. */
final class NetworkChecks {
  private NetworkChecks() {}

  static List<Finding> of(Host host, Request.Hide request) {
    List<Finding> findings = new ArrayList<>();
    for (Address function : request.functions()) {
      for (Network.DefaultRoute route : host.network().defaults()) {
        host.network()
            .interfaces()
            .down(route.device(), function)
            .ifPresent(interfaces -> findings.add(route(function, route, interfaces)));
      }
    }
    return findings;
  }

  private static Finding route(
      Address function, Network.DefaultRoute route, List<String> interfaces) {
    return Finding.blocks(
            "NETWORK-DEFAULT-ROUTE",
            "dom0 would lose its way out (%s) with %s".formatted(route.family(), function),
            "give dom0 another way out first",
            Chain.of(route.family() + " default route", interfaces.stream(), function))
        .about(function);
  }
}
