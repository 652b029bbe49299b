package gangway.check;

import static gangway.host.GuideHost.CARD;
import static gangway.host.GuideHost.MANAGEMENT;
import static gangway.host.GuideHost.OTHER_TWIN;
import static gangway.host.GuideHost.TWIN;
import static org.assertj.core.api.Assertions.assertThat;

import gangway.check.Finding.Waiver;
import gangway.host.GuideHost;
import gangway.host.Wiring;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Findings about a NIC that is hidden. dom0's default route is on eth0, at {@code 03:00.0}, unless
 * a test changes it; eth1 is on the card, eth2 and eth3 are on the twins.
 */
class NetworkChecksTest {
  private final NicHost nics = NicHost.unchanged();
  private final GuideHost host = nics.host();
  private final Wiring wiring = nics.wiring();

  // bonds

  @Test
  void losingOneNicOfABondBelowAGuestBridgeIsAWarning() {
    bondUnderVlanUnderBridge("eth2", "eth3");
    List<Finding> findings = nics.hiding(TWIN);
    assertThat(findings).extracting(Finding::code).containsExactly("NETWORK-DEGRADED");
    assertThat(findings.getFirst().sentence())
        .isEqualTo("without 0000:0a:04.0, bond0 would be degraded, not lost");
    assertThat(findings.getFirst().evidence())
        .containsExactly("bond0 is on eth2, on 0000:0a:04.0", "eth3, also in bond0, stays up");
  }

  @Test
  void losingAllNicsOfABondBlocksForEachNic() {
    bondUnderVlanUnderBridge("eth2", "eth3");
    List<Finding> findings = nics.hiding(TWIN, OTHER_TWIN);
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
    assertThat(nics.codes(TWIN)).containsExactly("NETWORK-DEFAULT-ROUTE", "NETWORK-GUESTS");
    assertThat(nics.hiding(TWIN).getFirst().evidence()).contains("eth3, also in bond0, is down");
    assertThat(nics.codes(OTHER_TWIN)).containsExactly("NETWORK-DEGRADED");
  }

  @Test
  void aTeamIsTreatedLikeABond() {
    wiring.on("team0", "eth2", "eth3").ipv4("team0", "10.0.9.1/24", "default via 10.0.9.2");
    assertThat(nics.codes(TWIN)).containsExactly("NETWORK-DEFAULT-ROUTE");
    host.answer(
        "ip -o link show type team",
        "9: team0: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 qdisc noqueue state UP mode"
            + " DEFAULT\n");
    assertThat(nics.codes(TWIN)).containsExactly("NETWORK-DEGRADED");
    wiring.down("eth3");
    assertThat(nics.codes(TWIN)).containsExactly("NETWORK-DEFAULT-ROUTE");
  }

  // routes and addresses

  @Test
  void defaultRoutesOfBothFamiliesOnOneNicAreOneFinding() {
    wiring
        .ipv4("eth1", "10.0.9.1/24", "default via 10.0.9.2")
        .ipv6("eth1", "2001:db8::1", "default");
    List<Finding> findings = nics.hiding(CARD);
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
    assertThat(nics.hiding(MANAGEMENT, CARD))
        .extracting(Finding::sentence)
        .containsExactly(
            "dom0 would lose its default route (IPv4), which goes through 0000:03:00.0",
            "dom0 would lose its default route (IPv6), which goes through 0000:09:00.0");
  }

  @Test
  void theEvidenceNamesAnotherDefaultRoute() {
    wiring.ipv4("eth0", "default via 10.0.2.2").ipv4("eth1", "default via 10.0.9.2 metric 200");
    assertThat(nics.hiding(CARD).getFirst().evidence())
        .containsExactly(
            "IPv4 default route is on eth1, on 0000:09:00.0",
            "another IPv4 default route is on eth0");
  }

  @Test
  void aHostWithOnlyIpv6LosesItsRouteAndAddresses() {
    wiring.withoutRoutes().ipv6("eth0", "fe80::1", "2001:db8::1", "default");
    wiring.ipv6("eth1", "fe80::2", "2001:db8:0:9::1", "fd00::1");
    assertThat(nics.hiding(MANAGEMENT))
        .extracting(Finding::sentence)
        .containsExactly(
            "dom0 would lose its default route (IPv6), which goes through 0000:03:00.0");
    List<Finding> findings = nics.hiding(CARD);
    assertThat(findings)
        .extracting(Finding::sentence)
        .containsExactly("dom0 would lose its address on 0000:09:00.0: 2001:db8:0:9::1, fd00::1");
    assertThat(findings.getFirst().remedy()).endsWith("ip address flush dev eth1");
  }

  @Test
  void ipv6LinkLocalAddressesCauseNoFinding() {
    wiring.ipv6("eth1", "fe80::2");
    assertThat(nics.hiding(CARD)).isEmpty();
  }

  @Test
  void anIpv4LinkLocalAddressIsOnlyNoted() {
    wiring.ipv4("eth1", "169.254.7.1/24");
    assertThat(nics.hiding(CARD))
        .extracting(Finding::severity)
        .containsExactly(Finding.Severity.NOTES);
  }

  @Test
  void theAddressOfAMacvlanIsLostWithTheNicBelowIt() {
    wiring.on("mac0", "eth1").ipv4("mac0", "10.0.9.1/24");
    List<Finding> findings = nics.hiding(CARD);
    assertThat(findings).extracting(Finding::code).containsExactly("NETWORK-ADDRESS");
    assertThat(findings.getFirst().evidence())
        .containsExactly("10.0.9.1 is on mac0, on eth1, on 0000:09:00.0");
  }

  // sessions

  @Test
  void theSessionIsCutOffWithTheNicBelowItsBridge() {
    wiring.bridge("xenbr1", "eth1").ipv4("xenbr1", "10.0.9.1/24");
    host.sshFrom("10.0.9.7 51000 10.0.9.1 22");
    List<Finding> findings = nics.hiding(CARD);
    assertThat(findings).extracting(Finding::code).containsExactly("NETWORK-SESSION");
    assertThat(findings.getFirst().waiver()).isEqualTo(Waiver.CODE_AND_ADDRESS);
    assertThat(findings.getFirst().evidence())
        .containsExactly("the SSH session from 10.0.9.7 is on xenbr1, on eth1, on 0000:09:00.0");
    assertThat(nics.hiding(TWIN)).isEmpty();
  }

  @Test
  void aSessionDependsOnTheRouteToTheClientAndOnTheServerAddress() {
    wiring.ipv4("eth0", "default via 10.0.2.2").ipv4("eth1", "10.0.9.1/24");
    host.sshFrom("198.51.100.7 51000 10.0.9.1 22");
    assertThat(nics.codes(CARD)).containsExactly("NETWORK-SESSION");
    assertThat(nics.codes(MANAGEMENT)).containsExactly("NETWORK-SESSION", "NETWORK-DEFAULT-ROUTE");
  }

  @Test
  void aSessionDependsOnTheMostSpecificRouteOnly() {
    wiring.ipv4("eth0", "default via 10.0.2.2").ipv4("eth1", "198.51.100.0/24 via 10.0.9.2");
    host.sshFrom("198.51.100.7 51000 10.0.2.15 22");
    assertThat(nics.codes(CARD)).containsExactly("NETWORK-SESSION");
    assertThat(nics.codes(MANAGEMENT)).containsExactly("NETWORK-DEFAULT-ROUTE");
  }

  @Test
  void aSessionDependsOnTheTableOfItsRoutingRule() {
    wiring.ipv4("eth0", "10.0.2.15/24", "default via 10.0.2.2");
    wiring.ipv4("eth1", "10.0.9.1/24", "default via 10.0.9.2 table 100");
    wiring.rules("-4", "from 10.0.9.1 lookup 100");
    host.sshFrom("198.51.100.7 51000 10.0.9.1 22");
    assertThat(nics.codes(MANAGEMENT)).containsExactly("NETWORK-DEFAULT-ROUTE");
    assertThat(nics.codes(CARD)).containsExactly("NETWORK-SESSION", "NETWORK-DEFAULT-ROUTE");
    assertThat(nics.hiding(CARD).getLast().evidence())
        .containsExactly(
            "IPv4 default route in table 100 is on eth1, on 0000:09:00.0",
            "another IPv4 default route is on eth0");
  }

  @Test
  void theTwoHalfRoutesOfAVpnCountAsADefaultRoute() {
    wiring.ipv4("eth0", "default via 10.0.2.2").ipv4("eth1", "0.0.0.0/1 via 10.0.9.2");
    assertThat(nics.codes(CARD)).containsExactly("NETWORK-DEFAULT-ROUTE");
  }

  @Test
  void aLinkLocalSessionDependsOnTheInterfaceOfItsZone() {
    wiring.ipv6("eth1", "fe80::2").ipv6("eth2", "fe80::2");
    host.sshFrom("fe80::7%eth2 51000 fe80::2%eth2 22");
    assertThat(nics.hiding(CARD)).isEmpty();
    assertThat(nics.codes(TWIN)).containsExactly("NETWORK-SESSION");
  }

  @Test
  void aSessionOnABondThatStaysUpIsNotCutOff() {
    wiring.bond("bond0", "eth2", "eth3").ipv4("bond0", "10.0.9.1/24");
    host.sshFrom("10.0.9.7 51000 10.0.9.1 22");
    assertThat(nics.codes(TWIN)).containsExactly("NETWORK-DEGRADED");
  }

  @Test
  void invalidSshConnectionsAreIgnored() {
    wiring.ipv4("eth1", "10.0.9.1/24");
    for (String connection : List.of("UNKNOWN 65535 UNKNOWN 65535", "10.0.9.7", "10.0.9 1 2 3")) {
      host.sshFrom(connection);
      assertThat(nics.codes(CARD)).containsExactly("NETWORK-ADDRESS");
    }
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
    Finding finding = nics.hiding(CARD).getFirst();
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
    assertThat(nics.codes(CARD)).containsExactly("NETWORK-MEMBER");
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
    List<Finding> findings = nics.hiding(MANAGEMENT);
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
    assertThat(nics.hiding(CARD).stream().flatMap(finding -> finding.evidence().stream()))
        .containsExactly(
            "bridge xenbr1: vif3.0 (pv1)",
            "xenbr1 is on eth1, on 0000:09:00.0",
            "10.0.9.1 is on mgmt, on xenbr1, on eth1, on 0000:09:00.0");
    assertThat(nics.codes(TWIN)).containsExactly("NETWORK-MEMBER");
  }

  @Test
  void anOpenVswitchPortWithSeveralInterfacesIsABond() {
    wiring.openVSwitch("xenbr1", "bond1=eth2+eth3").ipv4("xenbr1", "10.0.9.1/24");
    assertThat(nics.codes(TWIN)).containsExactly("NETWORK-DEGRADED");
    wiring.down("eth3");
    assertThat(nics.codes(TWIN)).containsExactly("NETWORK-ADDRESS");
  }

  @Test
  void aPatchConnectsTwoOpenVswitchBridges() {
    wiring.guestEnd("vif3.0", 3).openVSwitch("br-int", "vif3.0", "to-ex=patch:to-int");
    wiring.openVSwitch("br-ex", "eth1", "to-int=patch:to-ex").ipv4("br-ex", "10.0.9.1/24");
    assertThat(nics.hiding(CARD).stream().flatMap(finding -> finding.evidence().stream()))
        .containsExactly(
            "bridge br-int: vif3.0 (pv1)",
            "br-int is on br-ex, on eth1, on 0000:09:00.0",
            "10.0.9.1 is on br-ex, on eth1, on 0000:09:00.0");
  }

  @Test
  void withoutTheOpenVswitchDatabaseItsPortsCarryAllPossibleInterfaces() {
    wiring.openVSwitch("xenbr1", "eth1").ipv4("xenbr1", "10.0.9.1/24", "default via 10.0.9.2");
    host.withoutAnswer("ovs-vsctl --timeout=5 show");
    assertThat(nics.hiding(CARD).getFirst().evidence())
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
    assertThat(nics.hiding(CARD).stream().flatMap(finding -> finding.evidence().stream()))
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

  @Test
  void aBridgeAboveDom0sDiskOrNicIsRefusedToo() {
    assertThat(Checks.of(host.observed(), Requests.hide(Requests.NOW, "0000:00:1c.4")))
        .extracting(Finding::code)
        .containsExactly("BRIDGE", "NETWORK-DEFAULT-ROUTE");
  }
}
