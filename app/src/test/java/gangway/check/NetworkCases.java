package gangway.check;

import static gangway.check.CheckCase.blocksUnlessAccepted;
import static gangway.check.CheckCase.blocksUnlessAcceptedFor;
import static gangway.check.CheckCase.notes;
import static gangway.check.CheckCase.warns;
import static gangway.check.Requests.LASTING;
import static gangway.check.Requests.NOW;
import static gangway.check.Requests.hide;
import static gangway.host.GuideHost.CARD;
import static gangway.host.GuideHost.MANAGEMENT;

import gangway.host.Connections;
import gangway.host.GuideHost;
import gangway.host.Wiring;
import java.util.stream.Stream;

/** Hosts that use a NIC, and the findings when the NIC is hidden. */
final class NetworkCases {
  private NetworkCases() {}

  static Stream<CheckCase> cases() {
    return Stream.of(
        blocksUnlessAccepted("NETWORK-DEFAULT-ROUTE", hide(LASTING, MANAGEMENT), on -> {}),
        blocksUnlessAccepted(
            "NETWORK-DEFAULT-ROUTE",
            hide(NOW, CARD),
            on -> new Wiring(on).ipv4("eth0", "default via 10.0.2.2").ipv6("eth1", "default")),
        blocksUnlessAcceptedFor(
            "NETWORK-SESSION",
            hide(NOW, CARD),
            on -> {
              new Wiring(on).ipv4("eth1", "10.0.9.1/24");
              on.sshFrom("10.0.9.7 51000 10.0.9.1 22");
            }),
        blocksUnlessAcceptedFor(
            "NETWORK-SESSION",
            hide(NOW, CARD),
            on -> {
              new Wiring(on).ipv4("eth1", "10.0.9.1/24").ipv6("eth1", "2001:db8::1");
              new Connections(on)
                  .listens(22, 100)
                  .listens(9090, 200)
                  .connected("::ffff:10.0.9.1", 22, "::ffff:10.0.9.7", 51000, 101)
                  .connected("2001:db8::1", 9090, "2001:db8::7", 51001, 201)
                  .login("alice", "cockpit", "2001:db8::7");
              Connections.process(on, 812, "sshd", 100, 101);
              Connections.process(on, 813, "cockpit-tls", 200, 201);
            }),
        blocksUnlessAccepted(
            "NETWORK-ADDRESS", hide(NOW, CARD), on -> new Wiring(on).ipv4("eth1", "10.0.9.1/24")),
        notes(
            "NETWORK-ADDRESS",
            hide(NOW, CARD),
            on -> new Wiring(on).ipv4("eth1", "10.0.9.1/24").down("eth1")),
        blocksUnlessAccepted(
            "NETWORK-REMOTE",
            hide(NOW, CARD),
            on -> mounted(new Wiring(on).ipv4("eth1", "10.0.9.0/24 scope link"), "/home")),
        blocksUnlessAcceptedFor(
            "NETWORK-ROOT",
            hide(NOW, CARD),
            on -> mounted(new Wiring(on).ipv4("eth1", "10.0.9.0/24 scope link"), "/")),
        blocksUnlessAcceptedFor("NETWORK-ROOT", hide(NOW, CARD), NetworkCases::iscsiRoot),
        blocksUnlessAccepted("NETWORK-REMOTE", hide(NOW, CARD), NetworkCases::ceph),
        blocksUnlessAccepted("NETWORK-REMOTE", hide(NOW, CARD), NetworkCases::ataOverEthernet),
        blocksUnlessAcceptedFor("DISK-UNKNOWN", hide(NOW, CARD), NetworkCases::nbd),
        blocksUnlessAcceptedFor(
            "NETWORK-UNKNOWN", hide(NOW, CARD), on -> mounted(new Wiring(on).ipv4("eth1"), "/srv")),
        blocksUnlessAccepted(
            "NETWORK-GUESTS",
            hide(NOW, CARD),
            on -> new Wiring(on).guestEnd("vif3.0", 3).bridge("xenbr1", "eth1", "vif3.0")),
        warns("NETWORK-MEMBER", hide(NOW, CARD), on -> new Wiring(on).on("eth1.10", "eth1")),
        warns(
            "NETWORK-DEGRADED",
            hide(NOW, CARD),
            on -> new Wiring(on).bond("bond0", "eth1", "eth2")));
  }

  /** Only an export of the machine 10.0.9.5 is mounted. */
  static void mounted(Wiring wiring, String place) {
    mounted(wiring.host(), place);
  }

  /** The root file system is on a disk of the machine 10.0.9.5. */
  private static void iscsiRoot(GuideHost host) {
    new Wiring(host).ipv4("eth1", "10.0.9.0/24 scope link");
    host.disk("sys/devices/platform/host5/session7/target5:0:0/5:0:0:0/block/sdb", "8:16")
        .put("sys/class/iscsi_connection/connection7:0/address", "10.0.9.5\n")
        .put("proc/self/mountinfo", "27 1 8:16 / / rw shared:1 - ext4 /dev/sdb rw\n");
  }

  /** A Ceph disk is mounted; Ceph knows dom0 by an address of eth1. */
  private static void ceph(GuideHost host) {
    new Wiring(host).ipv4("eth1", "169.254.9.1/24");
    host.disk("sys/devices/rbd/0/block/rbd0", "252:16")
        .put("sys/devices/rbd/0/client_addr", "169.254.9.1:0/1634\n")
        .put("proc/self/mountinfo", "27 1 252:16 / /srv rw shared:1 - ext4 /dev/rbd0 rw\n");
  }

  /** A disk of a storage device on the network of eth1 is mounted. */
  private static void ataOverEthernet(GuideHost host) {
    host.disk("sys/devices/virtual/block/etherd!e1.0", "152:16")
        .put("sys/devices/virtual/block/etherd!e1.0/netif", "eth1\n")
        .put("proc/self/mountinfo", "27 1 152:16 / /srv rw - ext4 /dev/etherd/e1.0 rw\n");
  }

  /** A disk is mounted of which the kernel does not show the server. */
  static void nbd(GuideHost host) {
    host.disk("sys/devices/virtual/block/nbd0", "43:0")
        .put("proc/self/mountinfo", "27 1 43:0 / /srv rw - ext4 /dev/nbd0 rw\n");
  }

  static void mounted(GuideHost host, String place) {
    host.put(
        "proc/self/mountinfo",
        "50 27 0:45 / %s rw,relatime shared:20 - nfs4 nas:/export rw,vers=4.2,addr=10.0.9.5\n"
            .formatted(place));
  }
}
