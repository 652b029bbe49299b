package gangway.check;

import static gangway.check.Requests.NOW;
import static gangway.check.Requests.hide;
import static gangway.host.GuideHost.CARD;
import static gangway.host.GuideHost.DISK;
import static gangway.host.GuideHost.MANAGEMENT;
import static gangway.host.GuideHost.OTHER_TWIN;
import static gangway.host.GuideHost.TWIN;
import static org.assertj.core.api.Assertions.assertThat;

import gangway.check.Finding.Waiver;
import gangway.host.GuideHost;
import gangway.host.Wiring;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Findings about a NIC that is hidden. dom0's default route is on eth0, at {@code 03:00.0}, unless
 * a test changes it; eth1 is on the card, eth2 and eth3 are on the twins.
 */
class NetworkChecksTest {
  private GuideHost host;
  private Wiring wiring;

  @BeforeEach
  void host() {
    host = new GuideHost();
    wiring = new Wiring(host);
  }

  // bonds

  @Test
  void losingOneNicOfABondBelowAGuestBridgeIsAWarning() {
    bondUnderVlanUnderBridge("eth2", "eth3");
    List<Finding> findings = hiding(TWIN);
    assertThat(findings).extracting(Finding::code).containsExactly("NETWORK-DEGRADED");
    assertThat(findings.getFirst().sentence())
        .isEqualTo("without 0000:0a:04.0, bond0 would be degraded, not lost");
    assertThat(findings.getFirst().evidence())
        .containsExactly("bond0 is on eth2, on 0000:0a:04.0", "eth3, also in bond0, stays up");
  }

  @Test
  void losingAllNicsOfABondBlocksForEachNic() {
    bondUnderVlanUnderBridge("eth2", "eth3");
    List<Finding> findings = hiding(TWIN, OTHER_TWIN);
    assertThat(findings)
        .extracting(f -> f.code() + " " + f.function().orElseThrow())
        .containsExactlyInAnyOrder(
            "NETWORK-DEFAULT-ROUTE " + TWIN,
            "NETWORK-DEFAULT-ROUTE " + OTHER_TWIN,
            "NETWORK-GUESTS " + TWIN,
            "NETWORK-GUESTS " + OTHER_TWIN);
    assertThat(findings.getFirst().evidence())
        .containsExactly(
            "IPv4 default route is on xenbr1, on bond0.10, on bond0, on eth2, on 0000:0a:04.0",
            "eth3, also in bond0, would be lost with 0000:0a:04.1");
  }

  @Test
  void aBondWhoseOtherNicIsDownIsLost() {
    bondUnderVlanUnderBridge("eth2", "eth3:down");
    assertThat(codes(TWIN)).containsExactly("NETWORK-DEFAULT-ROUTE", "NETWORK-GUESTS");
    assertThat(hiding(TWIN).getFirst().evidence()).contains("eth3, also in bond0, is down");
    assertThat(codes(OTHER_TWIN)).containsExactly("NETWORK-DEGRADED");
  }

  @Test
  void aTeamIsTreatedLikeABond() {
    wiring.on("team0", "eth2", "eth3").ipv4("team0", "10.0.9.1/24", "default via 10.0.9.2");
    assertThat(codes(TWIN)).containsExactly("NETWORK-DEFAULT-ROUTE");
    host.answer(
        "ip -o link show type team",
        "9: team0: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 qdisc noqueue state UP mode"
            + " DEFAULT\n");
    assertThat(codes(TWIN)).containsExactly("NETWORK-DEGRADED");
    wiring.down("eth3");
    assertThat(codes(TWIN)).containsExactly("NETWORK-DEFAULT-ROUTE");
  }

  // routes and addresses

  @Test
  void defaultRoutesOfBothFamiliesOnOneNicAreOneFinding() {
    wiring
        .ipv4("eth1", "10.0.9.1/24", "default via 10.0.9.2")
        .ipv6("eth1", "2001:db8::1", "default");
    List<Finding> findings = hiding(CARD);
    assertThat(findings)
        .extracting(Finding::sentence)
        .containsExactly(
            "dom0 would lose its default route (IPv4, IPv6), which goes through 0000:09:00.0");
    assertThat(findings.getFirst().evidence())
        .containsExactly(
            "IPv4 default route is on eth1, on 0000:09:00.0",
            "IPv6 default route is on eth1, on 0000:09:00.0");
  }

  @Test
  void defaultRoutesOfBothFamiliesOnTwoNicsAreTwoFindings() {
    wiring.ipv4("eth0", "default via 10.0.2.2").ipv6("eth1", "default");
    assertThat(hiding(MANAGEMENT, CARD))
        .extracting(Finding::sentence)
        .containsExactly(
            "dom0 would lose its default route (IPv4), which goes through 0000:03:00.0",
            "dom0 would lose its default route (IPv6), which goes through 0000:09:00.0");
  }

  @Test
  void theEvidenceNamesAnotherDefaultRoute() {
    wiring.ipv4("eth0", "default via 10.0.2.2").ipv4("eth1", "default via 10.0.9.2 metric 200");
    assertThat(hiding(CARD).getFirst().evidence())
        .containsExactly(
            "IPv4 default route is on eth1, on 0000:09:00.0",
            "another IPv4 default route is on eth0");
  }

  @Test
  void aHostWithOnlyIpv6LosesItsRouteAndAddresses() {
    wiring.withoutRoutes().ipv6("eth0", "fe80::1", "2001:db8::1", "default");
    wiring.ipv6("eth1", "fe80::2", "2001:db8:0:9::1", "fd00::1");
    assertThat(hiding(MANAGEMENT))
        .extracting(Finding::sentence)
        .containsExactly(
            "dom0 would lose its default route (IPv6), which goes through 0000:03:00.0");
    List<Finding> findings = hiding(CARD);
    assertThat(findings)
        .extracting(Finding::sentence)
        .containsExactly("dom0 would lose its address on 0000:09:00.0: 2001:db8:0:9::1, fd00::1");
    assertThat(findings.getFirst().remedy()).endsWith("ip address flush dev eth1");
  }

  @Test
  void ipv6LinkLocalAddressesCauseNoFinding() {
    wiring.ipv6("eth1", "fe80::2");
    assertThat(hiding(CARD)).isEmpty();
  }

  @Test
  void anIpv4LinkLocalAddressIsOnlyNoted() {
    wiring.ipv4("eth1", "169.254.7.1/24");
    assertThat(hiding(CARD)).extracting(Finding::severity).containsExactly(Finding.Severity.NOTES);
  }

  @Test
  void theAddressOfAMacvlanIsLostWithTheNicBelowIt() {
    wiring.on("mac0", "eth1").ipv4("mac0", "10.0.9.1/24");
    List<Finding> findings = hiding(CARD);
    assertThat(findings).extracting(Finding::code).containsExactly("NETWORK-ADDRESS");
    assertThat(findings.getFirst().evidence())
        .containsExactly("10.0.9.1 is on mac0, on eth1, on 0000:09:00.0");
  }

  // sessions

  @Test
  void theSessionIsCutOffWithTheNicBelowItsBridge() {
    wiring.bridge("xenbr1", "eth1").ipv4("xenbr1", "10.0.9.1/24");
    host.sshFrom("10.0.9.7 51000 10.0.9.1 22");
    List<Finding> findings = hiding(CARD);
    assertThat(findings).extracting(Finding::code).containsExactly("NETWORK-SESSION");
    assertThat(findings.getFirst().waiver()).isEqualTo(Waiver.CODE_AND_ADDRESS);
    assertThat(findings.getFirst().evidence())
        .containsExactly("the SSH session from 10.0.9.7 is on xenbr1, on eth1, on 0000:09:00.0");
    assertThat(hiding(TWIN)).isEmpty();
  }

  @Test
  void aSessionDependsOnTheRouteToTheClientAndOnTheServerAddress() {
    wiring.ipv4("eth0", "default via 10.0.2.2").ipv4("eth1", "10.0.9.1/24");
    host.sshFrom("198.51.100.7 51000 10.0.9.1 22");
    assertThat(codes(CARD)).containsExactly("NETWORK-SESSION");
    assertThat(codes(MANAGEMENT)).containsExactly("NETWORK-SESSION", "NETWORK-DEFAULT-ROUTE");
  }

  @Test
  void aSessionDependsOnTheMostSpecificRouteOnly() {
    wiring.ipv4("eth0", "default via 10.0.2.2").ipv4("eth1", "198.51.100.0/24 via 10.0.9.2");
    host.sshFrom("198.51.100.7 51000 10.0.2.15 22");
    assertThat(codes(CARD)).containsExactly("NETWORK-SESSION");
    assertThat(codes(MANAGEMENT)).containsExactly("NETWORK-DEFAULT-ROUTE");
  }

  @Test
  void aSessionDependsOnTheTableOfItsRoutingRule() {
    wiring.ipv4("eth0", "10.0.2.15/24", "default via 10.0.2.2");
    wiring.ipv4("eth1", "10.0.9.1/24", "default via 10.0.9.2 table 100");
    wiring.rules("-4", "from 10.0.9.1 lookup 100");
    host.sshFrom("198.51.100.7 51000 10.0.9.1 22");
    assertThat(codes(MANAGEMENT)).containsExactly("NETWORK-DEFAULT-ROUTE");
    assertThat(codes(CARD)).containsExactly("NETWORK-SESSION", "NETWORK-DEFAULT-ROUTE");
    assertThat(hiding(CARD).getLast().evidence())
        .containsExactly(
            "IPv4 default route in table 100 is on eth1, on 0000:09:00.0",
            "another IPv4 default route is on eth0");
  }

  @Test
  void theTwoHalfRoutesOfAVpnCountAsADefaultRoute() {
    wiring.ipv4("eth0", "default via 10.0.2.2").ipv4("eth1", "0.0.0.0/1 via 10.0.9.2");
    assertThat(codes(CARD)).containsExactly("NETWORK-DEFAULT-ROUTE");
  }

  @Test
  void aLinkLocalSessionDependsOnTheInterfaceOfItsZone() {
    wiring.ipv6("eth1", "fe80::2").ipv6("eth2", "fe80::2");
    host.sshFrom("fe80::7%eth2 51000 fe80::2%eth2 22");
    assertThat(hiding(CARD)).isEmpty();
    assertThat(codes(TWIN)).containsExactly("NETWORK-SESSION");
  }

  @Test
  void aSessionOnABondThatStaysUpIsNotCutOff() {
    wiring.bond("bond0", "eth2", "eth3").ipv4("bond0", "10.0.9.1/24");
    host.sshFrom("10.0.9.7 51000 10.0.9.1 22");
    assertThat(codes(TWIN)).containsExactly("NETWORK-DEGRADED");
  }

  @Test
  void invalidSshConnectionsAreIgnored() {
    wiring.ipv4("eth1", "10.0.9.1/24");
    for (String connection : List.of("UNKNOWN 65535 UNKNOWN 65535", "10.0.9.7", "10.0.9 1 2 3")) {
      assertThat(codes(host.sshFrom(connection), CARD)).containsExactly("NETWORK-ADDRESS");
    }
  }

  // other machines

  @Test
  void aRemoteRootFileSystemIsLostWithTheLastNicOfItsBond() {
    wiring.bond("bond0", "eth2", "eth3:down").on("bond0.9", "bond0").ipv4("bond0.9", "10.0.9.1/24");
    NetworkCases.mounted(host, "/");
    List<Finding> findings = hiding(TWIN);
    assertThat(findings)
        .extracting(Finding::code)
        .containsExactly("NETWORK-ROOT", "NETWORK-ADDRESS");
    assertThat(findings.getFirst().waiver()).isEqualTo(Waiver.CODE_AND_ADDRESS);
    assertThat(findings.getFirst().evidence())
        .containsExactly(
            "/ (from 10.0.9.5) is on bond0.9, on bond0, on eth2, on 0000:0a:04.0",
            "eth3, also in bond0, is down");
    assertThat(codes(OTHER_TWIN)).containsExactly("NETWORK-DEGRADED");
  }

  @Test
  void aRemoteMountIsLostWithTheDefaultRouteToIt() {
    wiring.ipv4("eth0", "default via 10.0.2.2");
    NetworkCases.mounted(host, "/srv");
    assertThat(codes(MANAGEMENT)).containsExactly("NETWORK-REMOTE", "NETWORK-DEFAULT-ROUTE");
  }

  /** Both NICs are in the network of the target; the route is on eth1. */
  @Test
  void aBoundConnectionIsLostWithItsInterfaceAndNotWithTheRoute() {
    wiring.ipv4("eth1", "10.0.9.0/24 scope link");
    host.disk("sys/devices/platform/host5/session7/target5:0:0/5:0:0:0/block/sdb", "8:16")
        .put("sys/class/iscsi_connection/connection7:0/address", "10.0.9.5\n")
        .put("sys/class/iscsi_host/host5/netdev", "eth2\n")
        .put("proc/self/mountinfo", "27 1 8:16 / /srv rw - ext4 /dev/sdb rw\n");
    assertThat(codes(CARD)).isEmpty();
    assertThat(codes(TWIN)).containsExactly("NETWORK-REMOTE");
    assertThat(hiding(TWIN).getFirst().evidence())
        .containsExactly("/srv (iSCSI, bound to eth2) is on eth2, on 0000:0a:04.0");
  }

  @Test
  void fcoeOnAVlanIsLostWithTheNicBelow() {
    wiring.on("eth1.100-fcoe", "eth1");
    host.disk(
            "sys/devices/virtual/net/eth1.100-fcoe/ctlr_0/host9/rport-9:0-0/target9:0:0/9:0:0:0"
                + "/block/sdz",
            "65:144")
        .put("proc/self/mountinfo", "27 1 65:144 / / rw - ext4 /dev/sdz rw\n");
    assertThat(codes(CARD)).containsExactly("NETWORK-ROOT");
    assertThat(hiding(CARD).getFirst().evidence())
        .containsExactly(
            "/ (Fibre Channel over Ethernet, bound to eth1.100-fcoe) is on eth1.100-fcoe, on eth1,"
                + " on 0000:09:00.0");
    assertThat(codes(TWIN)).isEmpty();
  }

  @Test
  void anInterfaceThatDoesNotExistIsNotASafeAnswer() {
    host.disk("sys/devices/virtual/block/etherd!e1.0", "152:16")
        .put("sys/devices/virtual/block/etherd!e1.0/netif", "eth7\n")
        .put("proc/self/mountinfo", "27 1 152:16 / /srv rw - ext4 /dev/etherd/e1.0 rw\n");
    assertThat(codes(CARD)).containsExactly("NETWORK-UNKNOWN");
    assertThat(hiding(CARD).getFirst().evidence())
        .containsExactly("/srv (ATA over Ethernet, bound to eth7): dom0 has no interface eth7");
  }

  @Test
  void anUnknownServerBlocksEveryNicAndNoOtherFunction() {
    NetworkCases.nbd(host);
    List<Finding> findings = hiding(CARD, TWIN, OTHER_TWIN);
    assertThat(findings)
        .extracting(finding -> finding.code() + " " + finding.function().orElseThrow())
        .containsExactly(
            "NETWORK-UNKNOWN " + CARD, "NETWORK-UNKNOWN " + TWIN, "NETWORK-UNKNOWN " + OTHER_TWIN);
    assertThat(findings.getFirst().evidence())
        .containsExactly("/srv: the kernel does not show the server of /dev/nbd0");
    assertThat(codes(DISK)).isEmpty();
  }

  @Test
  void anAddressWithoutARouteBlocksEveryNicUnlessItIsLoopback() {
    wiring.ipv4("eth1", "10.0.8.1/24");
    NetworkCases.mounted(host, "/srv");
    assertThat(codes(TWIN)).containsExactly("NETWORK-UNKNOWN");
    assertThat(hiding(TWIN).getFirst().evidence())
        .containsExactly("/srv (from 10.0.9.5): dom0 has no route to this address");
    for (String local : List.of("127.0.0.1", "::1")) {
      host.put("proc/self/mountinfo", "50 27 0:45 / /srv rw - nfs4 nas:/x rw,addr=" + local + "\n");
      assertThat(codes(TWIN)).as(local).isEmpty();
    }
  }

  @Test
  void anUnknownServerBlocksAFibreChannelHba() {
    String hba = "0000:04:00.0";
    host.function(hba, "10df:e300", "c0400", "lpfc");
    NetworkCases.nbd(host);
    assertThat(codes(hba)).containsExactly("NETWORK-UNKNOWN");
  }

  // guests

  @Test
  void theGuestsOnABridgeAreNamed() {
    for (int domid = 4; domid < 7; domid++) {
      host.guest(domid, "pv" + domid);
      wiring.guestEnd("vnet" + domid, domid);
    }
    wiring.guestEnd("vif3.0", 3);
    wiring.bridge("xenbr1", "eth1", "vif3.0", "vnet4", "vnet5", "vnet6");
    Finding finding = hiding(CARD).getFirst();
    assertThat(finding.sentence())
        .isEqualTo(
            "guests pv1, pv4, pv5 and 1 more would be cut off from the network without"
                + " 0000:09:00.0");
    assertThat(finding.evidence())
        .containsExactly(
            "bridge xenbr1: vif3.0 (pv1), vnet4 (pv4), vnet5 (pv5), vnet6 (pv6)",
            "xenbr1 is on eth1, on 0000:09:00.0");
  }

  @Test
  void aGuestOnAnotherBridgeLosesNothing() {
    wiring.guestEnd("vif3.0", 3).bridge("xenbr1", "vif3.0").bridge("xenbr2", "eth1");
    assertThat(codes(CARD)).containsExactly("NETWORK-MEMBER");
  }

  @Test
  void xendsBridgeCarriesDom0sAddressToo() {
    host.without("sys/class/net/eth0").netInterface("peth0", host.folder(MANAGEMENT));
    wiring
        .on("eth0")
        .on("vif0.0")
        .guestEnd("vif3.0", 3)
        .bridge("xenbr0", "peth0", "vif0.0", "vif3.0");
    wiring.ipv4("eth0", "10.0.2.15/24", "default via 10.0.2.2");
    List<Finding> findings = hiding(MANAGEMENT);
    assertThat(findings)
        .extracting(Finding::code)
        .containsExactly("NETWORK-DEFAULT-ROUTE", "NETWORK-GUESTS");
    assertThat(findings.getFirst().evidence())
        .containsExactly("IPv4 default route is on eth0, on xenbr0, on peth0, on 0000:03:00.0");
    assertThat(findings.getLast().evidence().getFirst()).isEqualTo("bridge xenbr0: vif3.0 (pv1)");
  }

  // Open vSwitch

  @Test
  void openVswitchBridgesAreTreatedLikeBridges() {
    wiring.guestEnd("vif3.0", 3);
    wiring.openVSwitch("xenbr1", "eth1", "vif3.0", "mgmt=internal").openVSwitch("xenbr2", "eth2");
    wiring.on("mgmt").ipv4("mgmt", "10.0.9.1/24");
    assertThat(hiding(CARD).stream().flatMap(finding -> finding.evidence().stream()))
        .containsExactly(
            "bridge xenbr1: vif3.0 (pv1)",
            "xenbr1 is on eth1, on 0000:09:00.0",
            "10.0.9.1 is on mgmt, on xenbr1, on eth1, on 0000:09:00.0");
    assertThat(codes(TWIN)).containsExactly("NETWORK-MEMBER");
  }

  @Test
  void anOpenVswitchPortWithSeveralInterfacesIsABond() {
    wiring.openVSwitch("xenbr1", "bond1=eth2+eth3").ipv4("xenbr1", "10.0.9.1/24");
    assertThat(codes(TWIN)).containsExactly("NETWORK-DEGRADED");
    wiring.down("eth3");
    assertThat(codes(TWIN)).containsExactly("NETWORK-ADDRESS");
  }

  @Test
  void aPatchConnectsTwoOpenVswitchBridges() {
    wiring.guestEnd("vif3.0", 3).openVSwitch("br-int", "vif3.0", "to-ex=patch:to-int");
    wiring.openVSwitch("br-ex", "eth1", "to-int=patch:to-ex").ipv4("br-ex", "10.0.9.1/24");
    assertThat(hiding(CARD).stream().flatMap(finding -> finding.evidence().stream()))
        .containsExactly(
            "bridge br-int: vif3.0 (pv1)",
            "br-int is on br-ex, on eth1, on 0000:09:00.0",
            "10.0.9.1 is on br-ex, on eth1, on 0000:09:00.0");
  }

  @Test
  void withoutTheOpenVswitchDatabaseItsPortsCarryAllPossibleInterfaces() {
    wiring.openVSwitch("xenbr1", "eth1").ipv4("xenbr1", "10.0.9.1/24", "default via 10.0.9.2");
    host.withoutAnswer("ovs-vsctl --timeout=5 show");
    assertThat(hiding(CARD).getFirst().evidence())
        .containsExactly(
            "IPv4 default route is on xenbr1, on ovs-system, on eth1, on 0000:09:00.0");
  }

  // tunnels

  @Test
  void routesAndBridgesOnATunnelDependOnTheNicBelowIt() {
    wiring.on("vxlan9").guestEnd("vif3.0", 3).bridge("xenbr1", "vxlan9", "vif3.0").on("wg0");
    wiring.ipv4("eth1", "192.0.2.0/24 via 10.0.9.2").ipv4("wg0", "default");
    host.answer(
        "ip -d -o link show",
        "8: vxlan9: <UP> \\ vxlan id 9 remote 192.0.2.7\n9: wg0: <UP> \\ wireguard \n");
    host.answer("wg show all endpoints", "wg0\tkey\t192.0.2.8:51820\n");
    assertThat(hiding(CARD).stream().flatMap(finding -> finding.evidence().stream()))
        .containsExactly(
            "IPv4 default route is on wg0, on eth1, on 0000:09:00.0",
            "bridge xenbr1: vif3.0 (pv1)",
            "xenbr1 is on vxlan9, on eth1, on 0000:09:00.0");
  }

  private void bondUnderVlanUnderBridge(String... members) {
    wiring.bond("bond0", members).on("bond0.10", "bond0").guestEnd("vif3.0", 3);
    wiring.bridge("xenbr1", "bond0.10", "vif3.0");
    wiring.ipv4("xenbr1", "10.0.9.1/24", "default via 10.0.9.2");
  }

  private List<Finding> hiding(String... functions) {
    return hiding(host, functions);
  }

  /** Only the findings about networks, without those about neighbouring functions. */
  private static List<Finding> hiding(GuideHost host, String... functions) {
    return Checks.of(host.observed(), hide(NOW, functions)).stream()
        .filter(finding -> finding.code().startsWith("NETWORK"))
        .toList();
  }

  private List<String> codes(String function) {
    return codes(host, function);
  }

  private static List<String> codes(GuideHost host, String function) {
    return hiding(host, function).stream().map(Finding::code).toList();
  }
}
