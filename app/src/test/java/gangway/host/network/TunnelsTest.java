package gangway.host.network;

import static gangway.host.GuideHost.CARD;
import static gangway.host.GuideHost.MANAGEMENT;
import static gangway.pci.Examples.address;
import static org.assertj.core.api.Assertions.assertThat;

import gangway.host.GuideHost;
import gangway.host.Wiring;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The NIC below a tunnel. The remote end is reached through eth1, everything else through eth0. */
class TunnelsTest {
  private GuideHost host;
  private Wiring wiring;

  @BeforeEach
  void host() {
    host = new GuideHost();
    wiring = new Wiring(host).on("tunnel0").rules("-4").rules("-6");
    wiring
        .ipv4("eth0", "10.0.2.15/24", "default via 10.0.2.2")
        .ipv4("eth1", "10.0.9.1/24", "192.0.2.0/24 via 10.0.9.2")
        .ipv6("eth1", "2001:db8::1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tunnel0: <BROADCAST> mtu 1450 \\    vxlan id 42 remote 192.0.2.7 local 10.0.9.1 dev eth1",
        "tunnel0: <BROADCAST> mtu 1450 \\    vxlan id 42 group 239.1.1.1 dev eth1 srcport 0 0",
        "tunnel0: <BROADCAST> mtu 1450 \\    geneve id 7 remote 192.0.2.7 ttl auto",
        "tunnel0@NONE: <POINTOPOINT> mtu 1476 \\    gre remote 192.0.2.7 local any ttl inherit",
        "tunnel0@NONE: <POINTOPOINT> mtu 1476 \\    ipip remote any local 10.0.9.1 ttl inherit",
        "tunnel0@eth1: <NOARP> mtu 1480 \\    ip6tnl ip6ip6 remote 2001:db8::9 local 2001:db8::1",
      })
  void aTunnelIsOnTheNicThatLeadsToItsOtherEnd(String line) {
    host.answer("ip -d -o link show", "1: lo: <UP> mtu 65536\n7: " + line + " promiscuity 0\n");
    assertThat(down(CARD)).containsExactly("tunnel0", "eth1");
    assertThat(down(MANAGEMENT)).isEmpty();
  }

  @Test
  void wireguardIsOnTheNicsToItsPeers() {
    host.answer(
        "ip -d -o link show", "7: tunnel0: <POINTOPOINT,NOARP,UP> mtu 1420 \\    wireguard \n");
    assertThat(down(CARD)).isEmpty();
    host.answer(
        "wg show all endpoints",
        "tunnel0\tkey\t192.0.2.7:51820\ntunnel0\tkey\t(none)\nother\tkey\t192.0.2.7:1\nshort\n");
    assertThat(down(CARD)).containsExactly("tunnel0", "eth1");
    assertThat(down(MANAGEMENT)).isEmpty();
    host.answer("wg show all endpoints", "tunnel0\tkey\t[2001:db8::9]:51820\n");
    assertThat(down(CARD)).containsExactly("tunnel0", "eth1");
  }

  /** Routes of wg-quick that override the default route for all packets without its own mark. */
  @Test
  void aTunnelWithTheDefaultRouteIsNotOnItself() {
    wiring
        .ipv4("tunnel0", "default table 51820")
        .rules(
            "-4",
            "from all lookup main suppress_prefixlength 0",
            "not from all fwmark 0xca6c lookup 51820");
    host.answer("ip -d -o link show", "7: tunnel0: <UP> mtu 1420 \\    wireguard \n");
    host.answer("wg show all endpoints", "tunnel0\tkey\t203.0.113.7:51820\n");
    assertThat(down(MANAGEMENT)).containsExactly("tunnel0", "eth0");
    assertThat(interfaces().below("tunnel0")).containsExactly("eth0");
  }

  @Test
  void anOpenVswitchTunnelIsOnTheNicToItsRemoteEnd() {
    wiring.openVSwitch("br-tun", "vxlan0=tunnel:192.0.2.7");
    assertThat(interfaces().layers().down("br-tun", address(CARD)))
        .contains(List.of("br-tun", "vxlan0", "eth1"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "7:",
        "7: tunnel0: <UP> mtu 1500 \\    dummy ",
        "7: tunnel0: <UP> \\ gre remote",
        "7: tunnel0: <UP> \\ gre remote any local any",
        "7: eth3: <UP> \\ gre remote 192.0.2.7",
        "7: gone: <UP> \\ gre remote 192.0.2.7",
      })
  void anInterfaceThatIsNotATunnelIsOnNoOther(String told) {
    host.answer("ip -d -o link show", told + "\n");
    assertThat(interfaces().below("tunnel0")).isEmpty();
    assertThat(interfaces().below("eth3")).isEmpty();
  }

  private Interfaces interfaces() {
    return host.observed().network().interfaces();
  }

  private List<String> down(String function) {
    return interfaces().layers().down("tunnel0", address(function)).orElse(List.of());
  }
}
